import type { Database } from '@tailspan/postgres'
import { runIn } from '@tailspan/scope'
import type { MailLog } from '../domain/send-mail-once.ts'
import type { Tables } from './tables.ts'

export function createMailLog(database: Database<Tables>): MailLog {
  return {
    async wasSent(messageId, scope) {
      const query = database.kysely
        .selectFrom('mails')
        .select('message_id')
        .where('message_id', '=', messageId)
      return (await runIn(scope, () => query.executeTakeFirst())) !== undefined
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
