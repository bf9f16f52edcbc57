import type { Readable } from 'node:stream'
import type { TailspanError } from '@tailspan/errors'
import { MailDeferred, MailRefused, MailUnavailable } from '../domain/mail-errors.ts'
import { type Failure, readFailure, type SmtpError } from './read-failure.ts'
import { classOf, replyTable } from './reply-table.ts'

type Sent = { readonly to: string; readonly message: Readable | undefined }

/**
 * Makes our error of what nodemailer rejects with; the server's own words stay in the cause.
 *
 * errors: mail-refused (dead-lettered), mail-deferred (deferred), mail-unavailable (retried)
 */
export function toMailError(cause: SmtpError, { to, message }: Sent): TailspanError {
  const failure = readFailure(cause, message)
  // nodemailer encodes the domain; what stands before the @ is left as it is.
  const needsUtf8 = /[^\x20-\x7e]/.test(to.slice(0, to.lastIndexOf('@')))
  const outcome = replyTable[failure.stage][classOf({ ...failure, needsUtf8 })]
  const reason = reasonOf(failure, cause)
  if (outcome === 'refused') return new MailRefused(reason, { cause })
  if (outcome === 'later') return new MailDeferred(reason, { cause })
  if (outcome === 'policy') return new MailDeferred(reason, { cause, isPolicy: true })
  return new MailUnavailable(reason, { cause, reached: failure.reached })
}

/** Whether the server was shown our login and did not take it. */
export function isRefusedLogin(error: unknown): error is MailUnavailable {
  const isOfTheServer = error instanceof MailUnavailable && error.cause instanceof Error
  return isOfTheServer && readFailure(error.cause as SmtpError, undefined).stage === 'AUTH'
}

function reasonOf({ stage, code, status }: Failure, { originalCode, code: own }: SmtpError) {
  if (code === undefined)
    return `the mail server does not answer (${stage}, ${originalCode ?? own ?? 'closed'})`
  const reply = [code, status].filter(Boolean).join(' ') || 'no SMTP'
  return `the mail server replied ${reply} to ${stage}`
}
