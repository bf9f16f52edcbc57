import { type RawBuilder, sql } from '@tailspan/postgres'
import type { OutboxRow } from '../rows/outbox-rows.ts'
import { isRead, relayLives } from './senders.ts'

/** The connector's slot; `isSole` is true when it is known that no instance with EVENTS=relay runs. */
type Route = { readonly slot: string; readonly isSole: boolean }

/**
 * The statement that stores an event for the connector. It stores the event for the relay instead while an older event
 * of the aggregate is in the table, an instance with EVENTS=relay runs, or the connector would not get it (`isRead`).
 *
 * The caller holds the aggregate's row lock, as for `insertRow`: so an aggregate moves to the connector only when
 * Kafka has its older events.
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

/** Sent after `insertRouted`, in the same transaction: deletes a row of the connector, which reads the insert from the log. */
export function deleteRouted(id: string): RawBuilder<unknown> {
  return sql`delete from outbox where id = ${id} and ce_source is not null`
}
