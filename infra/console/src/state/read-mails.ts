import type { Runner } from '@tailspan/local/start'

/*
 * GET /email of maildev (what is used of it)
 * └── [ ]
 *     ├── id       text             "hRZrLzjv"
 *     ├── messageId text            "<order.placed.0199…@tailspan.example>"
 *     ├── subject  text             "Your order is confirmed"
 *     ├── to       [ { address } ]  "ada@example.com"
 *     ├── text     text
 *     └── time     text             "2026-11-21T08:00:00.000Z", of its arrival
 */
export type CaughtMail = {
  readonly id: string
  readonly messageId?: string
  readonly subject?: string
  readonly to?: readonly { readonly address?: string }[]
  readonly text?: string
  readonly time?: string
}

const patienceMs = 3_000

/** The newest mails that the catcher holds, newest first, how many there are, and how many beyond the first of their id. */
export async function readMails({ mailUrl }: Runner, count: number) {
  const answer = await fetch(new URL('/email', mailUrl), {
    signal: AbortSignal.timeout(patienceMs),
  })
  const mails = (await answer.json()) as readonly CaughtMail[]
  const different = new Set(mails.map(({ id, messageId = id }) => messageId)).size
  const newest = mails.slice(Math.max(0, mails.length - count)).reverse()
  return { total: mails.length, repeated: mails.length - different, newest }
}
