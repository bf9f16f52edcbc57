import { type Database, sql } from '@tailspan/postgres'
import { runIn } from '@tailspan/scope'
import type { MailLog, MailState } from '../domain/mail-log.ts'
import type { Tables } from './tables.ts'

export function createMailLog(database: Database<Tables>): MailLog {
  return {
    async stateOf({ messageId, orderId }, scope) {
      const query = sql<{ state: MailState }>`
        select 'sent' as state from mails where message_id = ${messageId}
        union all
        select case when message_id = ${messageId} then 'deferred' else 'behind' end
        from deferred_mails where order_id = ${orderId}`
      const { rows } = await runIn(scope, () => query.execute(database.kysely))
      const states = rows.map(({ state }) => state)
      return precedence.find((state) => states.includes(state)) ?? 'new'
    },

    async markSent({ messageId, orderId }, sentAt, scope) {
      const insert = database.kysely
        .insertInto('mails')
        .values({ message_id: messageId, order_id: orderId, sent_at: sentAt })
        .onConflict((conflict) => conflict.column('message_id').doNothing())
      await runIn(scope, () => insert.execute())
    },
  }
}

const precedence: readonly MailState[] = ['sent', 'deferred', 'behind']
