import type { Actor, Log, Readiness } from '@tailspan/lifecycle'
import { createListener } from './listener/create-listener.ts'
import { createHandler } from './listener/handle-request.ts'
import { healthPage, metricsPage, readyPage } from './pages/health-pages.ts'
import { indexPage } from './pages/index-page.ts'
import { cmdlinePage, eventLoopPage } from './pages/process-pages.ts'
import { profilePages } from './pages/profile-pages.ts'
import { createWork, type TaskSource } from './pages/work.ts'
import { goroutinePage, tasksPage } from './pages/work-pages.ts'
import { type LoadOptions, loadProfiler } from './profiling/load-profiler.ts'
import { createSupervision } from './supervision.ts'

/** What the debug listener of a process shows, and where. */
export type DebugOptions = {
  /** On 127.0.0.1; 0 lets the system choose. */
  readonly port: number
  readonly readiness: Readiness
  /** Whose pending tasks are shown. */
  readonly tasks?: readonly TaskSource[]
  readonly log?: Log
  /** Brings the profiler's addon; only tests bring another one. */
  readonly loadAddon?: LoadOptions['load']
}

/** The debug listener of one process. */
export interface Debug {
  readonly actor: Actor
  port(): number
  /** Puts the debug listener before these actors and shows their lives on its pages. */
  supervise(actors: readonly Actor[]): readonly Actor[]
}

/**
 * Makes the debug listener of one process: what net/http/pprof is for Go.
 *
 * shape:   /debug/pprof/ lists its pages; loopback only, GET and HEAD only, no other site's page
 * errors:  debug-port-taken (unavailable) at the start, debug-listener-lost (internal) ends the group
 * source:  docs/adr/0005-stop-order.md: first started, last stopped, so that a slow stop can be looked at
 */
export function createDebug(options: DebugOptions): Debug {
  const supervision = createSupervision()
  const listener = createListener(options.port, createHandler(createPages(options, supervision)))
  const { actor, port } = listener
  return {
    actor,
    port,
    supervise: (actors) => [actor, ...actors].map(supervision.watch),
  }
}

function createPages(options: DebugOptions, supervision: ReturnType<typeof createSupervision>) {
  const { readiness, tasks = [] } = options
  const work = createWork(supervision.reports, tasks)
  const pages = [
    ...profilePages(createLoader(options)),
    goroutinePage(work),
    cmdlinePage,
    eventLoopPage,
    tasksPage(work),
    metricsPage,
    healthPage,
    readyPage(readiness),
  ]
  return [indexPage(pages), ...pages]
}

function createLoader({ log, loadAddon }: DebugOptions) {
  let profiler: ReturnType<typeof loadProfiler> | undefined
  const onFallback = (err: unknown) => log?.warn('debug.profiler.fallback', { err })
  return () => {
    profiler ??= loadProfiler({ load: loadAddon, onFallback })
    return profiler
  }
}
