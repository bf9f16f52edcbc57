import { type IncomingRecord, restoreRecord, type StoredRecord, storeRecord } from '@tailspan/kafka'
import { type Database, sql } from '@tailspan/postgres'
import { runIn } from '@tailspan/scope'
import type {
  Deferral,
  DeferredMail,
  DeferredMails,
  Postponement,
} from '../domain/deferred-mails.ts'
import { isOfAPolicy, MailDeferred } from '../domain/mail-errors.ts'
import { retryPauseMs } from '../domain/retry-pause.ts'
import type { Tables } from './tables.ts'

type Options = {
  readonly retryForMs: number
  readonly expireAfterMs: number
  readonly leaseMs: number
}

/** The table of deferred mails; its clock is the database's, the same for all instances. */
export function createDeferredMails(
  { kysely }: Database<Tables>,
  options: Options,
): DeferredMails<IncomingRecord> {
  const table = { kysely, ...options }
  return {
    defer: (deferral, scope) => runIn(scope, () => insert(table, deferral)),
    claim: (limit) => claim(table, limit),
    async renew(leaseIds) {
      const renewed = { due_at: after<Date>(options.leaseMs) }
      await kysely
        .updateTable('deferred_mails')
        .set(renewed)
        .where('lease_id', 'in', leaseIds)
        .execute()
    },
    async remove({ leaseId }) {
      await kysely.deleteFrom('deferred_mails').where('lease_id', '=', leaseId).execute()
    },
    postpone: (mail, why) => postpone(table, mail, why),
    async nextDueMs() {
      const { rows } = await sql<{ ms: number }>`
        select (extract(epoch from due_at - now()) * 1000)::float8 as ms
        from deferred_mails as mail where ${isFirst} order by due_at limit 1
      `.execute(kysely)
      return rows[0]?.ms
    },
    async count() {
      const { rows } = await sql<{ mails: number; age: number }>`
        select count(*)::float8 as mails,
          coalesce(extract(epoch from now() - min(deferred_at)), 0)::float8 as age
        from deferred_mails`.execute(kysely)
      const { mails = 0, age = 0 } = rows[0] ?? {}
      return { mails, oldestAgeMs: age * 1_000 }
    },
  }
}

type Table = Options & Pick<Database<Tables>, 'kysely'>

// The mails behind it wait for it, whenever they are due.
const isFirst = sql`not exists (
  select from deferred_mails as older
  where older.order_id = mail.order_id and older.seq < mail.seq
)`

const otherTaken = sql<boolean>`exists (select from mails where sent_at > tried_at)`

async function insert(
  { kysely, retryForMs }: Table,
  { mail, source, error }: Deferral<IncomingRecord>,
): Promise<void> {
  const isOwn = error instanceof MailDeferred
  await kysely
    .insertInto('deferred_mails')
    .values({
      message_id: mail.messageId,
      order_id: mail.orderId,
      tries: error ? 1 : 0,
      record: JSON.stringify(storeRecord(source)),
      last_error: error?.message ?? null,
      due_at: after<Date>(error ? retryPauseMs(1, retryForMs) : 0),
      retry_until: isOwn ? after<Date>(retryForMs) : null,
      is_policy: isOfAPolicy(error),
    })
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .execute()
}

// Without a mail that was taken since, the trouble is the server's, however long it lasts.
async function claim({ kysely, leaseMs, expireAfterMs }: Table, limit: number) {
  const { rows } = await sql<Row>`
    update deferred_mails set lease_id = gen_random_uuid(), due_at = ${after(leaseMs)}
    where message_id in (
      select message_id from deferred_mails as mail
      where due_at <= now() and ${isFirst}
      order by due_at limit ${limit} for update skip locked
    )
    returning message_id, lease_id, record, tries,
      coalesce(retry_until <= now(), false) and (not is_policy or ${otherTaken}) as is_last,
      deferred_at <= ${after(-expireAfterMs)} and ${otherTaken} as is_expired
  `.execute(kysely)
  return rows.map(toDeferredMail)
}

async function postpone(
  { kysely, retryForMs }: Table,
  { leaseId, tries }: DeferredMail<IncomingRecord>,
  why: Postponement,
): Promise<void> {
  const pauseMs = why.isTry ? retryPauseMs(tries + 1, retryForMs) : (why.pauseMs ?? 0)
  await sql`
    update deferred_mails set
      lease_id = null, tried_at = now(), last_error = ${why.reason},
      tries = tries + ${why.isTry ? 1 : 0}, is_policy = ${why.isOwn ? why.isPolicy : sql`is_policy`},
      retry_until = ${retryUntil(why, retryForMs)},
      due_at = ${why.isOwn ? dueBefore(pauseMs, retryForMs) : after(pauseMs)}
    where lease_id = ${leaseId}`.execute(kysely)
}

type Row = {
  message_id: string
  lease_id: string
  record: StoredRecord
  tries: number
  is_last: boolean
  is_expired: boolean
}

function toDeferredMail({ record, tries, ...row }: Row): DeferredMail<IncomingRecord> {
  const { message_id: messageId, lease_id: leaseId } = row
  const { is_last: isLast, is_expired: isExpired } = row
  return { messageId, leaseId, source: restoreRecord(record), tries, isLast, isExpired }
}

function after<T>(ms: number) {
  return sql<T>`(now() + ${ms} * interval '1 millisecond')`
}

// The time that an outage of the server took is not the mail's.
function retryUntil({ isOwn }: Postponement, retryForMs: number) {
  return isOwn
    ? sql`coalesce(retry_until, ${after(retryForMs)})`
    : sql`retry_until + (now() - tried_at)`
}

// The last try is at the end of the time; one that would come shortly before it is that one. Afterwards a mail waits on
// for others to be taken.
function dueBefore(pauseMs: number, retryForMs: number) {
  const until = sql`coalesce(retry_until, ${after(retryForMs)})`
  return sql`case when ${until} between now() and ${after(pauseMs * 1.5)} then ${until} else ${after(pauseMs)} end`
}
