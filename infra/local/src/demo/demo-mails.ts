import { setTimeout as delay } from 'node:timers/promises'

/** A mail as the mail catcher's API tells it. */
type CaughtMail = { readonly subject: string; readonly messageId?: string }

const pollMs = 50

/** Waits for the mails about an order and returns their subjects; at the deadline, those that came. */
export async function awaitMails(
  mailUrl: string,
  orderId: string,
  { count, deadlineMs }: { readonly count: number; readonly deadlineMs: number },
): Promise<string[]> {
  while (true) {
    const answer = await fetch(`${mailUrl}/email`)
    const mails = (await answer.json()) as CaughtMail[]
    // The service makes the message id of the order's: it is how a mail tells its order.
    const found = mails.filter(({ messageId }) => messageId?.includes(orderId))
    if (found.length >= count || performance.now() > deadlineMs)
      return found.map(({ subject }) => subject)
    await delay(pollMs)
  }
}
