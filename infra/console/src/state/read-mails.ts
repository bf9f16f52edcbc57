import type { Runner } from '@tailspan/local/start'

/*
 * GET /email of maildev (what is used of it)
 * └── [ ]
 *     ├── id       text             "hRZrLzjv"
 *     ├── subject  text             "Your order is confirmed"
 *     ├── to       [ { address } ]  "ada@example.com"
 *     ├── text     text
 *     └── time     text             "2026-11-21T08:00:00.000Z", of its arrival
 */
export type CaughtMail = {
  readonly id: string
  readonly subject?: string
  readonly to?: readonly { readonly address?: string }[]
  readonly text?: string
  readonly time?: string
}

const patienceMs = 3_000

/** The newest mails that the catcher holds, newest first, and how many there are. */
export async function readMails({ mailUrl }: Runner, count: number) {
  const answer = await fetch(new URL('/email', mailUrl), {
    signal: AbortSignal.timeout(patienceMs),
  })
  const mails = (await answer.json()) as readonly CaughtMail[]
  return { total: mails.length, newest: mails.slice(-count).reverse() }
}
