import { type HeaderValue, type OutgoingMessage, restoreMessage } from '@tailspan/kafka'
import { type QueryExecutorProvider, sql } from '@tailspan/postgres'

// What the first version, commit 9a98c02, said to PostgreSQL, word by word. It is not kept up to date.

/** An order is taken, or changed: its row is the lock, and its total counts the changes. */
export async function changeRow(tx: QueryExecutorProvider, orderId: string): Promise<number> {
  const { rows } = await sql<{ version: string }>`
    insert into orders (id, email, lines, total_cents, currency, status, placed_at, placed_event_id)
    values (${orderId}, 'ada@example.com', '[]', 1, 'EUR', 'placed', now(), gen_random_uuid())
    on conflict (id) do update set total_cents = orders.total_cents + 1
    returning total_cents as version`.execute(tx)
  return Number(rows[0]?.version)
}

export async function insertEvent(
  tx: QueryExecutorProvider,
  id: string,
  { topic, key, value, headers }: OutgoingMessage,
): Promise<void> {
  await sql`
    insert into outbox (id, aggregatetype, aggregateid, type, payload, headers, lease_until)
    values (${id}, ${topic}, ${String(key)}, ${String(headers.ce_type)}, ${String(value)},
      ${JSON.stringify(headers)},
      case when exists (select from outbox where aggregateid = ${String(key)}) then null
        else clock_timestamp() + 0.5::float8 * interval '1 second' end)`.execute(tx)
}

export async function takeMessage(tx: QueryExecutorProvider, messageId: string): Promise<void> {
  await sql`
    insert into inbox (consumer, message_id) values ('order', ${messageId})
    on conflict do nothing`.execute(tx)
}

export async function keepKey(tx: QueryExecutorProvider, key: string): Promise<void> {
  await sql`
    delete from idempotency_keys where key in (
      select key from idempotency_keys where expires_at <= clock_timestamp()
      order by expires_at limit 2 for update skip locked)`.execute(tx)
  await sql`set local lock_timeout = 2000`.execute(tx)
  await sql`
    insert into idempotency_keys (key, body_hash, answer, expires_at)
    values (${key}, 'hash', '{}', now() + interval '1 day')
    on conflict (key) do update set body_hash = excluded.body_hash,
      answer = excluded.answer, expires_at = excluded.expires_at
    where idempotency_keys.expires_at <= clock_timestamp()`.execute(tx)
  await sql`set local lock_timeout = default`.execute(tx)
}

export async function noteMail(tx: QueryExecutorProvider, messageId: string): Promise<void> {
  await sql`
    insert into mails (message_id, order_id, sent_at)
    values (${messageId}, gen_random_uuid(), now())
    on conflict (message_id) do nothing`.execute(tx)
}

export async function deleteRows(tx: QueryExecutorProvider, ids: readonly string[]): Promise<void> {
  await sql`delete from outbox where id = any(${ids}::uuid[])`.execute(tx)
}

const outboxKey = sql`hashtext(current_schema() || '.outbox')`

export async function joinRelays(session: QueryExecutorProvider): Promise<void> {
  await sql`select pg_advisory_lock_shared(${outboxKey}, 2147483647::int)`.execute(session)
}

/** Takes every second shard of 16 that is free. */
export async function takeShards(session: QueryExecutorProvider): Promise<number[]> {
  const { rows } = await sql<{ shard: number }>`
    select shard from generate_series(0, 14, 2) shard
    where pg_try_advisory_lock(${outboxKey}, shard::int)`.execute(session)
  return rows.map(({ shard }) => shard)
}

type Claimed = { readonly id: string; readonly message: OutgoingMessage }

export async function claimRows(
  session: QueryExecutorProvider,
  shards: readonly number[],
): Promise<Claimed[]> {
  const { rows } = await sql<StoredRow>`
    update outbox set lease_until = clock_timestamp() + 5::float8 * interval '1 second'
    where id = any(array(
      select id from outbox this
      where parked_at is null
        and (lease_until is null or lease_until < clock_timestamp())
        and (hashtext(aggregateid) & 2147483647) % 16::int = any(${shards}::int[])
        and not exists (
          select from outbox older
          where older.aggregateid = this.aggregateid and older.seq < this.seq)
      order by seq
      limit 100))
    returning id, seq, aggregatetype, aggregateid, payload::text, headers`.execute(session)
  return rows.map(({ id, aggregatetype: topic, aggregateid: key, payload: value, headers }) => ({
    id,
    message: restoreMessage({ topic, key, value, headers }),
  }))
}

type StoredRow = {
  readonly id: string
  readonly aggregatetype: string
  readonly aggregateid: string
  readonly payload: string
  readonly headers: Record<string, HeaderValue>
}
