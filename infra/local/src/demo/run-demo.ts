import type { Span, SpanStore } from '@tailspan/trace-testing'
import type { Ports } from '../ports.ts'
import type { Protocol } from '../system/ask.ts'
import { awaitMails } from './demo-mails.ts'
import { awaitSettled, type DemoOrder, placeDemoOrder } from './demo-order.ts'
import { awaitWholeTrace } from './whole-trace.ts'

/** What became of the demo order. */
export type DemoResult = {
  readonly order: DemoOrder
  readonly status: string
  readonly mails: readonly string[]
  readonly spans: readonly Span[]
  /** From the request to the second mail. */
  readonly orderMs: number
  /** Everything that is not as it should be; empty when the system works. */
  readonly faults: readonly string[]
}

/** Where an order is placed and what comes of it is seen. */
export type DemoStage = {
  readonly ports: Ports
  readonly mailUrl: string
  readonly store: SpanStore
}

const mailCount = 2
const patienceMs = 30_000
// Services send their spans every second; a trace that is broken stays so.
const tracePatienceMs = 5_000

/** Places an order and follows it to its end: confirmed, two mails, one whole trace. */
export async function runDemo(stage: DemoStage, protocol: Protocol): Promise<DemoResult> {
  const service = { url: `http://127.0.0.1:${stage.ports.order}`, protocol }
  const placedAt = performance.now()
  const order = await placeDemoOrder(service)
  const deadlineMs = Date.now() + patienceMs
  const [status, mails] = await Promise.all([
    awaitSettled(service, order.id, deadlineMs),
    awaitMails(stage.mailUrl, order.id, { count: mailCount, deadlineMs }),
  ])
  const orderMs = performance.now() - placedAt
  const { spans, lacks } = await awaitWholeTrace(stage.store, order.traceId, tracePatienceMs)
  return { order, status, mails, spans, orderMs, faults: findFaults({ status, mails, lacks }) }
}

function findFaults(found: {
  readonly status: string
  readonly mails: readonly string[]
  readonly lacks: readonly string[]
}): string[] {
  const { status, mails, lacks } = found
  return [
    ...(status === 'confirmed' ? [] : [`the order is ${status}, not confirmed`]),
    ...(mails.length === mailCount ? [] : [`${mails.length} mails arrived, not ${mailCount}`]),
    ...(lacks.length === 0 ? [] : [`the trace lacks ${lacks.join(', ')}`]),
  ]
}
