import { readTrace } from '@tailspan/containers'
import { eventually } from '@tailspan/testkit'
import { buildTree, renderTrace, type Span } from '@tailspan/trace-testing'
import type { Fleet } from './fleet/open-fleet.ts'

/** Spans travel from each service to a collector to Jaeger, on a machine that may be busy. */
export const patience = { timeoutMs: 60_000, intervalMs: 200 }

/** Waits until Jaeger has a trace as it should be, and returns it as Jaeger does; the error of a wait in vain shows it. */
export async function traceInJaeger(
  { jaegerUrl }: Fleet,
  traceId: string,
  isComplete: (spans: readonly Span[]) => boolean,
): Promise<readonly Span[]> {
  return eventually(async () => {
    const spans = await readTrace({ url: jaegerUrl }, traceId)
    if (isComplete(spans)) return spans
    throw new Error(`this trace is not complete:\n\n${renderTrace(buildTree(spans))}`)
  }, patience)
}
