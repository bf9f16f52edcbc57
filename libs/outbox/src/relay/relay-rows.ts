import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api'
import type { Scope } from '@tailspan/scope'
import { attributes, spanNames, tracer } from '@tailspan/telemetry'
import type { Deliver } from '../delivery.ts'
import type { OutboxRow } from '../rows/outbox-rows.ts'

type Needs = { readonly scope: Scope; readonly deliver: Deliver }

/** Sends claimed rows, with a span of this round per topic; each send lies in its own stored trace. */
export async function relayRows(rows: readonly OutboxRow[], needs: Needs): Promise<void> {
  const byTopic = Map.groupBy(rows, ({ message }) => message.topic)
  await Promise.all([...byTopic].map(([topic, some]) => relayTopic(topic, some, needs)))
}

async function relayTopic(
  topic: string,
  rows: readonly OutboxRow[],
  { scope, deliver }: Needs,
): Promise<void> {
  const options = {
    kind: SpanKind.INTERNAL,
    attributes: {
      [attributes.messagingSystem]: 'kafka',
      [attributes.messagingDestinationName]: topic,
      [attributes.messagingBatchMessageCount]: rows.length,
    },
  }
  const span = tracer.startSpan(spanNames.relay(topic), options, ROOT_CONTEXT)
  const link = { context: span.spanContext() }
  await Promise.all(rows.map((row) => deliver(row, { scope, detached: true, link })))
  span.end()
}
