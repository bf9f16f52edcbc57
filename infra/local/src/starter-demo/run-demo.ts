import type { SpanStore } from '@tailspan/trace-testing'
import { CannotStart } from '../cannot-start.ts'
import type { DemoResult } from '../demo-result.ts'
import { ask, type Protocol } from '../system/ask.ts'
import { awaitWholeTrace } from '../traces/whole-trace.ts'
import { expectedTrace } from './expected-trace.ts'

/** Where a job is posted and what comes of it is seen. */
export type DemoStage = {
  /** Of the service that clients reach. */
  readonly url: string
  readonly protocol: Protocol
  readonly store: SpanStore
}

const body = { task: 'water the plants' }
// The worker may have to join its group first.
const tracePatience = { expected: expectedTrace, timeoutMs: 30_000 }

/**
 * Posts a job and follows it until its trace is whole: then the worker has done it.
 *
 * errors: demo-refused, with the service's own words, or why there are none
 */
export async function runDemo({ url, protocol, store }: DemoStage): Promise<DemoResult> {
  const sentAt = performance.now()
  const question = { url: `${url}/jobs`, protocol, method: 'POST', body }
  const answer = await ask(question).catch((cause: Error) => {
    throw new CannotStart('demo-refused', `The demo job got ${cause.message}`, { cause })
  })
  const answeredMs = Math.round(performance.now() - sentAt)
  if (answer.status !== 202)
    throw new CannotStart(
      'demo-refused',
      `The intake answered ${answer.status} to the demo job: ${answer.text}`,
    )
  const { id, status } = JSON.parse(answer.text) as { id: string; status: string }
  // traceresponse: 00-<trace id>-<span id>-<flags>
  const traceId = answer.headers.traceresponse?.split('-')[1] ?? ''
  const { spans, lacks } = await awaitWholeTrace(store, traceId, tracePatience)
  const jobMs = Math.round(performance.now() - sentAt)
  return {
    headline: `Job ${id}: ${status} after ${answeredMs} ms, its trace is here after ${jobMs} ms.`,
    details: [],
    facts: { jobId: id, status, jobMs },
    traceId,
    spans,
    faults: lacks.length === 0 ? [] : [`the trace lacks ${lacks.join(', ')}`],
  }
}
