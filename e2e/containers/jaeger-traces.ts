import { readTrace } from '@tailspan/containers'
import { hasSpansOf, wholeTrace } from '@tailspan/experiment'
import { eventually } from '@tailspan/testkit'
import type { Span } from '@tailspan/trace-testing'
import type { Fleet } from './fleet/open-fleet.ts'

const patience = { timeoutMs: 60_000, intervalMs: 200 }

/** Waits until Jaeger has a trace as it should be, and returns it as Jaeger does. */
export async function traceInJaeger(
  { jaegerUrl }: Fleet,
  traceId: string,
  isComplete: (spans: readonly Span[]) => boolean,
): Promise<readonly Span[]> {
  return eventually(async () => {
    const spans = await readTrace({ url: jaegerUrl }, traceId)
    return isComplete(spans) ? spans : false
  }, patience)
}

/**
 * Whether everything behind the event of an order has arrived, both mails among it. What comes before may be missing:
 * a process that is killed takes its last spans with it.
 */
export const hasBothMails = hasSpansOf(wholeTrace.slice(wholeTrace.indexOf('send orders')))
