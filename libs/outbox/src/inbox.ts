import { type QueryExecutorProvider, type RawBuilder, sql } from '@tailspan/postgres'

/** A message and the consumer that takes it in; `messageId` is `ce_id`. */
type Taken = { readonly consumer: string; readonly messageId: string }

/**
 * The insert that marks a message as taken in, in the transaction of its effect; it returns a row the first time only.
 *
 * shape:   the first statement of the transaction: another delivery of the message waits here until the first one has
 *          ended. Statements in the same round trip run for a message that was seen before, too
 * repeats: a rollback removes the mark, so the message can be redelivered
 */
export function noteTaken({ consumer, messageId }: Taken): RawBuilder<{ messageId: string }> {
  return sql<{ messageId: string }>`
    insert into inbox (consumer, message_id) values (${consumer}, ${messageId})
    on conflict do nothing returning message_id as "messageId"`
}

/** The same in a round trip of its own: false when the message was taken in before. */
export async function takeOnce(tx: QueryExecutorProvider, message: Taken): Promise<boolean> {
  const { rows } = await noteTaken(message).execute(tx)
  return rows.length === 1
}
