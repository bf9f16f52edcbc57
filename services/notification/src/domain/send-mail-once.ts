import type { Scope } from '@tailspan/scope'
import type { Mail } from './mail.ts'

export interface MailLog {
  wasSent(messageId: string, scope: Scope): Promise<boolean>
  /** Repeats are harmless: the first entry stays. */
  markSent(mail: Mail, sentAt: Date, scope: Scope): Promise<void>
}

/** errors: mail-refused (final), mail-unavailable (retry) */
export type SendMail = (mail: Mail) => Promise<void>

type Needs = { readonly log: MailLog; readonly sendMail: SendMail; readonly now: () => Date }

export type SendMailOnce = (mail: Mail, scope: Scope) => Promise<void>

/** Once but for a crash between the mail server's 250 and the note of it; then the Message-ID tells. */
export function createSendMailOnce({ log, sendMail, now }: Needs): SendMailOnce {
  return async function sendMailOnce(mail, scope) {
    if (await log.wasSent(mail.messageId, scope)) return
    await sendMail(mail)
    await log.markSent(mail, now(), scope)
  }
}
