import type { SpanStore } from '@tailspan/trace-testing'
import type { DemoResult } from '../demo-result.ts'
import type { Protocol } from '../system/ask.ts'
import { awaitWholeTrace } from '../traces/whole-trace.ts'
import { awaitMails } from './demo-mails.ts'
import { awaitSettled, type DemoOrder, placeDemoOrder } from './demo-order.ts'
import { expectedTrace } from './expected-trace.ts'

/** Where an order is placed and what comes of it is seen. */
export type DemoStage = {
  /** Of the service that clients reach. */
  readonly url: string
  readonly protocol: Protocol
  readonly mailUrl: string
  readonly store: SpanStore
}

const mailCount = 2
const patienceMs = 30_000
// Services send their spans every second; a trace that is broken stays so.
const tracePatience = { expected: expectedTrace, timeoutMs: 5_000 }

/** Places an order and follows it to its end: confirmed, two mails, one whole trace. */
export async function runDemo(stage: DemoStage): Promise<DemoResult> {
  const placedAt = performance.now()
  const order = await placeDemoOrder(stage)
  const deadlineMs = performance.now() + patienceMs
  const [status, mails] = await Promise.all([
    awaitSettled(stage, order.id, deadlineMs),
    awaitMails(stage.mailUrl, order.id, { count: mailCount, deadlineMs }),
  ])
  const orderMs = Math.round(performance.now() - placedAt)
  const { spans, lacks } = await awaitWholeTrace(stage.store, order.traceId, tracePatience)
  return {
    headline: describe(order, `${status} with both mails after ${orderMs} ms`),
    details: mails.map((subject) => `mail    ${subject}`),
    facts: { orderId: order.id, status, mails, orderMs },
    traceId: order.traceId,
    spans,
    faults: findFaults({ status, mails, lacks }),
  }
}

function describe({ id, answeredMs, message }: DemoOrder, outcome: string): string {
  return `Order ${id}: answered after ${Math.round(answeredMs)} ms ("${message}"), ${outcome}.`
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
