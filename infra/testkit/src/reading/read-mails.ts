import { type EventuallyOptions, eventually } from '../eventually.ts'

/*
 * GET /email of maildev (what is used of it)
 * └── [ ]
 *     ├── id         text             "hRZrLzjv"
 *     ├── messageId  text             "<order-…@…>"
 *     ├── subject    text             "Your order is confirmed"
 *     ├── from, to   [ { address } ]  "ada@example.com"
 *     ├── text, html text
 *     ├── headers    { name: text }   names in small letters
 *     └── time       text             "2026-11-21T08:00:00.000Z", of its arrival
 */
type CaughtMail = {
  readonly id: string
  readonly messageId?: string
  readonly subject?: string
  readonly from?: readonly { readonly address: string }[]
  readonly to?: readonly { readonly address: string }[]
  readonly text?: string
  readonly html?: string
  readonly headers: Readonly<Record<string, unknown>>
}

/** One mail as the catcher took it. */
export type Mail = {
  readonly id: string
  readonly messageId: string
  readonly subject: string
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
  readonly html: string
  readonly headers: Readonly<Record<string, unknown>>
}

/** Which mails are meant; all that is given must be so. */
export type MailQuery = { readonly to?: string; readonly subject?: string | RegExp }

/**
 * Reads the mails that the catcher holds, oldest first.
 *
 * shape:   each delivery counts, so a repeated mail is there twice, with one messageId
 * errors:  the catcher does not answer
 */
export async function readMails(mailUrl: string, query: MailQuery = {}): Promise<Mail[]> {
  const response = await fetch(new URL('/email', mailUrl))
  if (!response.ok) throw new Error(`the mail catcher answered ${response.status}`)
  const mails = ((await response.json()) as CaughtMail[]).map(toMail)
  return mails.filter((mail) => isMeant(mail, query))
}

/**
 * Waits for the first mail that is meant.
 *
 * errors: NeverHappened
 */
export async function waitForMail(
  mailUrl: string,
  options: MailQuery & EventuallyOptions,
): Promise<Mail> {
  const firstMail = async () => (await readMails(mailUrl, options))[0] ?? false
  return eventually(firstMail, { intervalMs: 50, ...options })
}

function toMail({ id, headers, from = [], to = [], ...mail }: CaughtMail): Mail {
  const { messageId = '', subject = '', text = '', html = '' } = mail
  const [sender = ''] = from.map(({ address }) => address)
  const receivers = to.map(({ address }) => address)
  return { id, messageId, subject, from: sender, to: receivers, text, html, headers }
}

function isMeant(mail: Mail, { to, subject }: MailQuery): boolean {
  const isToThem = to === undefined || mail.to.includes(to)
  if (subject === undefined || !isToThem) return isToThem
  return typeof subject === 'string' ? mail.subject === subject : subject.test(mail.subject)
}
