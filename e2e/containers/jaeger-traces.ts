import { readTrace } from '@tailspan/containers'
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

/** Whether a trace has come to its end: both mails are noted and all records are processed. */
export function hasBothMails(spans: readonly Span[]): boolean {
  const count = (wanted: string) => spans.filter(({ name }) => name === wanted).length
  return count('INSERT mails') === 2 && count('process orders') >= 3 && count('send orders') >= 2
}
