import { type QueryExecutorProvider, sql } from '@tailspan/postgres'

/** A message as one consumer knows it; `messageId` is `ce_id`. */
type Taken = { readonly consumer: string; readonly messageId: string }

/**
 * Notes in the transaction of the effect that a message was taken in; false when it was before.
 *
 * shape:   the first statement of the transaction: a twin waits here until the first one has committed
 * repeats: a rollback forgets it again, so the message can be redelivered
 */
export async function takeOnce(
  tx: QueryExecutorProvider,
  { consumer, messageId }: Taken,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into inbox (consumer, message_id) values (${consumer}, ${messageId})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}
