import type { Span } from '@tailspan/trace-testing'
import type { Protocol } from '../system/ask.ts'
import type { System } from '../system/system.ts'
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

const mailCount = 2
const patienceMs = 30_000
// Services send their spans every second; a trace that is broken stays so.
const tracePatienceMs = 5_000

/** Places an order and follows it to its end: confirmed, two mails, one whole trace. */
export async function runDemo(system: System, protocol: Protocol): Promise<DemoResult> {
  const service = { url: `http://127.0.0.1:${system.ports.order}`, protocol }
  const placedAt = performance.now()
  const order = await placeDemoOrder(service)
  const deadlineMs = Date.now() + patienceMs
  const [status, mails] = await Promise.all([
    awaitSettled(service, order.id, deadlineMs),
    awaitMails(system.mailUrl, order.id, { count: mailCount, deadlineMs }),
  ])
  const orderMs = performance.now() - placedAt
  const { spans, lacks } = await awaitWholeTrace(
    system.receiver.store,
    order.traceId,
    tracePatienceMs,
  )
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
