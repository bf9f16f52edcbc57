import { detach, repeatUntilDone, type Scope, unlessAborted } from '@tailspan/scope'
import type { Mail } from './mail.ts'
import type { MailLog } from './mail-log.ts'

/** errors: mail-refused, mail-deferred, mail-unavailable; the signal's reason, when nothing has left yet */
export type SendMail = (mail: Mail, signal: AbortSignal) => Promise<void>

type Needs = {
  readonly mailLog: MailLog
  readonly sendMail: SendMail
  readonly now: () => Date
  onNotNoted(mail: Mail, error: unknown): void
}

/** Sends one mail, and joins in when it is being sent. */
export type SendOnce = (mail: Mail, scope: Scope) => Promise<void>

/**
 * The mails that this process has in hand.
 *
 * shape:   a mail that has left is noted, and the note alone is repeated until it is there; a caller that is
 *          cancelled stops waiting, its next one joins the mail in hand
 * repeats: at least once: a crash between the server's 250 and the note sends again, with the same Message-ID
 */
export class MailsInHand {
  readonly #needs: Needs
  readonly #inHand = new Map<string, Promise<void>>()
  readonly #stopped = new AbortController()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  readonly sendOnce: SendOnce = (mail, scope) => {
    const { messageId } = mail
    const sending =
      this.#inHand.get(messageId) ??
      this.#sendAndNote(mail, scope).finally(() => this.#inHand.delete(messageId))
    this.#inHand.set(messageId, sending)
    return unlessAborted(sending, scope.signal)
  }

  /** Waits for the mails in hand; an aborted signal abandons their notes. */
  async finish(signal: AbortSignal): Promise<void> {
    const stop = () => this.#stopped.abort(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    const all = Promise.allSettled(this.#inHand.values()).then(() => {})
    await unlessAborted(all, signal).catch(() => {})
    signal.removeEventListener('abort', stop)
  }

  // Detached: the caller that waits may be cancelled, a mail that has left must be noted all the same.
  async #sendAndNote(mail: Mail, { context, signal }: Scope): Promise<void> {
    const { mailLog, sendMail, now, onNotNoted } = this.#needs
    await sendMail(mail, signal)
    const sentAt = now()
    const scope = detach({ context, signal })
    await repeatUntilDone(() => mailLog.markSent(mail, sentAt, scope), {
      signal: this.#stopped.signal,
      onFailure: (error) => onNotNoted(mail, error),
    })
  }
}
