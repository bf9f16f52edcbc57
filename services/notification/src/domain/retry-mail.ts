import type { Scope } from '@tailspan/scope'
import type { Mail } from './mail.ts'
import type { MailLog } from './mail-log.ts'
import type { SendOnce } from './mails-in-hand.ts'

export type RetryMail = (mail: Mail, scope: Scope) => Promise<void>

/** Makes a further delivery of a deferred mail, which may have been sent by now. */
export function createRetryMail(needs: { log: MailLog; sendOnce: SendOnce }): RetryMail {
  return async function retryMail(mail, scope) {
    if ((await needs.log.stateOf(mail, scope)) !== 'sent') await needs.sendOnce(mail, scope)
  }
}
