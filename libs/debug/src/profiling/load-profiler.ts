import type * as Pprof from '@datadog/pprof'
import { createInspectorProfiler } from './inspector-profiler.ts'
import { createPprofProfiler } from './pprof-profiler.ts'
import type { Profiler } from './profiler.ts'

export type LoadOptions = {
  readonly load?: (() => Promise<typeof Pprof>) | undefined
  readonly onFallback: (error: unknown) => void
}

/**
 * Finds out who can measure here: the addon, else Node's own inspector.
 *
 * Only when asked for the first time: the addon takes 9 MB and 25 ms, and most processes are never
 * profiled.
 */
export async function loadProfiler({
  load = loadAddon,
  onFallback,
}: LoadOptions): Promise<Profiler> {
  try {
    return createPprofProfiler(await load())
  } catch (error) {
    onFallback(error)
    return createInspectorProfiler()
  }
}

async function loadAddon(): Promise<typeof Pprof> {
  return import('@datadog/pprof')
}
