import { type RawBuilder, sql } from '@tailspan/postgres'
import type { OutboxRow } from '../rows/outbox-rows.ts'
import { isRead, relayLives } from './senders.ts'

/** Where a row goes: the connector's slot, and whether it is known that no instance sends its events itself. */
type Route = { readonly slot: string; readonly isSole: boolean }

/**
 * The statement that stores an event for the connector, or for the relay while that must send it: an older event of the
 * aggregate waits for the relay, an instance lives that sends its events itself, or no connector reads.
 *
 * The caller holds the aggregate's row lock, as for `insertRow`: so the events of an aggregate change their way only
 * when those before are in Kafka.
 */
export function insertRouted(
  { id, message }: OutboxRow,
  { slot, isSole }: Route,
): RawBuilder<unknown> {
  const { topic, key, value, headers } = message
  const text = (name: string) => String(headers[name] ?? '')
  return sql`
    insert into outbox (id, aggregatetype, aggregateid, type, payload, headers,
      ce_specversion, ce_source, ce_time, content_type, traceparent, tracestate, baggage)
    select ${id}::uuid, ${topic}, ${String(key)}, ${text('ce_type')}, ${String(value)}::json,
      ${JSON.stringify(headers)}::jsonb, routed.*
    from (select) as one left join (
      values (${text('ce_specversion')}, ${text('ce_source')}, ${text('ce_time')},
        ${text('content-type')}, ${text('traceparent')}, ${text('tracestate')}, ${text('baggage')})
    ) as routed on (${isSole}::boolean or not ${relayLives()})
      and ${isRead(slot)}
      and not exists (select from outbox where aggregateid = ${String(key)})`
}

/** The statement behind it: what the connector publishes lies in the log, and is deleted where it was inserted. */
export function deleteRouted(id: string): RawBuilder<unknown> {
  return sql`delete from outbox where id = ${id} and ce_source is not null`
}
