import type { Scope } from '@tailspan/scope'
import type { Mail } from './mail.ts'
import { MailDeferred, MailExpired, MailUnavailable } from './mail-errors.ts'
import type { MailLog } from './mail-log.ts'
import type { SendOnce } from './mails-in-hand.ts'

export type RetryMail = (mail: Mail, scope: Scope) => Promise<void>

type Needs = { readonly mailLog: MailLog; readonly sendOnce: SendOnce }

/** Makes a further delivery of a deferred mail, which may have been sent by now. */
export function createRetryMail(needs: Needs): RetryMail {
  return async function retryMail(mail, scope) {
    if ((await needs.mailLog.stateOf(mail, scope)) !== 'sent') await needs.sendOnce(mail, scope)
  }
}

/**
 * Makes the last delivery of a mail that has expired.
 *
 * errors: mail-expired where the server was asked about this mail; mail-unavailable where no session came about
 */
export function createLastRetry(needs: Needs): RetryMail {
  const retryMail = createRetryMail(needs)
  return async function retryLast(mail, scope) {
    try {
      await retryMail(mail, scope)
    } catch (cause) {
      throw isOfThisMail(cause) ? new MailExpired(cause) : cause
    }
  }
}

function isOfThisMail(error: unknown): error is MailDeferred | MailUnavailable {
  if (error instanceof MailDeferred) return true
  return error instanceof MailUnavailable && error.reached !== 'session'
}
