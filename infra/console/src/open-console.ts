import { createHttpServer } from '@tailspan/http'
import type { Companion, Runner } from '@tailspan/local/start'
import type { Log } from '@tailspan/telemetry'
import { allActions } from './actions/all-actions.ts'
import { allPages } from './pages/all-pages.ts'
import { createRoutes } from './server/create-routes.ts'
import { refusals } from './server/guard.ts'
import { createState } from './state/state.ts'

const stopMs = 1_000
// A few tabs of one person; a page that is hidden closes its stream.
const limits = {
  eventStreams: 40,
  concurrentRequests: 200,
  // What a button does is answered when it has taken effect: on a busy machine a process starts slowly.
  requestTimeoutMs: 60_000,
}

/** Where it listens; in a container that is not where people find it. */
export type Listening = { readonly host: string; readonly port: number }

/**
 * Serves the console, on loopback unless told otherwise, and keeps it in step with the system until it is stopped.
 *
 * errors: rejects when the port cannot be had
 */
export async function openConsole(
  runner: Runner,
  { host, port }: Listening = { host: '127.0.0.1', port: runner.ports.console },
): Promise<Companion> {
  const state = createState(runner)
  const around = { state, port: runner.ports.console }
  const routes = createRoutes({ ...around, pages: allPages, actions: allActions })
  const log = logOf(runner)
  const { actor } = createHttpServer({
    name: 'console',
    host,
    port,
    routes,
    log,
    limits,
    statuses: refusals,
  })
  await actor.start?.(new AbortController().signal)
  return {
    url: `http://127.0.0.1:${runner.ports.console}`,
    async stop() {
      await state.close()
      await actor.stop?.(AbortSignal.timeout(stopMs), stopMs)
    },
  }
}

/** The terminal belongs to the traces: only what a person must act on is told there. */
function logOf({ note }: Runner): Log {
  const silent = () => {}
  const error: Log['error'] = (event, fields) =>
    note(`console: ${event}: ${(fields?.err as Error | undefined)?.message ?? ''}`)
  return { debug: silent, info: silent, warn: silent, error }
}
