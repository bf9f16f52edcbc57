import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { TopicRecord } from '@tailspan/testkit'
import type { Instance } from '../open-outbox.ts'
import { changeOrder, firstVersions, idsOf } from '../orders.ts'
import { givenRequest, spansOf } from '../spans.ts'

/** What was accepted: the trace of each event. */
export type Accepted = Map<string, string>

type Load = {
  readonly topic: string
  /** Each change is the next one's; the list may change meanwhile. */
  readonly instances: readonly Instance[]
  readonly orders: readonly string[]
  readonly accepted: Accepted
}

// A hundred a second or so: the topic is read again and again.
const pauseMs = 40

export const givenOrders = () => Array.from({ length: 8 }, () => randomUUID())

/** Changes orders until it is stopped; a database that is away is asked again. */
export function startOrders({ topic, instances, orders, accepted }: Load) {
  const over = new AbortController()
  async function change(orderId: string, instance: Instance): Promise<void> {
    const { scope, span, traceId } = givenRequest()
    const changed = changeOrder(instance, { topic, orderId, scope })
    await changed.then(({ id }) => accepted.set(id, traceId)).catch(() => {})
    span.end()
    await pause(pauseMs)
  }
  const loops = orders.map(async (orderId, i) => {
    for (let n = i; !over.signal.aborted; n++)
      await change(orderId, instances[n % instances.length] as Instance)
  })
  return async function stop(): Promise<void> {
    over.abort()
    await Promise.all(loops)
  }
}

/** What of the accepted is not in the topic, what came out of order, and what has another trace than it began with. */
export function faultsOf(records: readonly TopicRecord[], accepted: Accepted) {
  const published = new Set(idsOf(records))
  const byOrder = [...firstVersions(records).values()]
  return {
    lost: [...accepted.keys()].filter((id) => !published.has(id)),
    unordered: byOrder.filter((versions) => versions.some((version, i) => version !== i + 1)),
    cut: records.filter((record) => !isWhole(record, accepted)).map(({ headers }) => headers),
  }
}

// The record's context is the span in which the event was made, in the trace of its request.
function isWhole({ headers }: TopicRecord, accepted: Accepted): boolean {
  const { ce_id = '', traceparent = '', ce_traceparent } = headers
  const [, traceId = '', spanId] = traceparent.split('-')
  const made = spansOf(traceId).some(
    (span) => span.name.startsWith('create ') && span.spanContext().spanId === spanId,
  )
  return made && ce_traceparent === traceparent && (accepted.get(ce_id) ?? traceId) === traceId
}
