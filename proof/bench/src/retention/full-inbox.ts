import { readFile } from 'node:fs/promises'
import { createTestDatabase } from '@tailspan/testkit'

/** An inbox of its own with rows that are all due. */
export type FullInbox = AsyncDisposable & {
  readonly url: string
  /** How many rows are left. */
  left(): Promise<number>
}

const table = new URL('../../../../libs/outbox/migrations/inbox.sql', import.meta.url)
const rowsAtOnce = 500_000

// As consumers write them: a message id is a UUID, the times follow each other.
const fill = `
  insert into inbox (consumer, message_id, taken_at)
  select 'inventory', gen_random_uuid(), now() - interval '30 days' + i * interval '1 ms'
  from generate_series($1::int, $2::int) as i`

/** Fills it, which takes most of the time of a round. */
export async function openFullInbox(
  postgresUrl: string,
  rowCount: number,
  tell: (words: string) => void,
): Promise<FullInbox> {
  await using undo = new AsyncDisposableStack()
  const { url, query } = undo.use(await createTestDatabase(postgresUrl))
  await query(await readFile(table, 'utf8'))
  for (let from = 1; from <= rowCount; from += rowsAtOnce) {
    const to = Math.min(rowCount, from + rowsAtOnce - 1)
    await query(fill, [from, to])
    tell(`retention: ${to.toLocaleString('en')} of ${rowCount.toLocaleString('en')} rows are there`)
  }
  const opened = undo.move()
  return {
    url,
    left: async () => {
      const [row] = await query<{ left: number }>('select count(*)::int as left from inbox')
      return row?.left ?? Number.NaN
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
