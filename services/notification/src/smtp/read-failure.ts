import type { Readable } from 'node:stream'
import type { Reached } from '../domain/mail-errors.ts'
import type { Stage } from './reply-table.ts'

/** What nodemailer rejects with. `command` is `CONN` for whatever the socket did, at any stage. */
export type SmtpError = Error & {
  readonly code?: string
  readonly originalCode?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

/** Where a mail failed, and what the server replied. */
export type Failure = {
  readonly stage: Stage
  readonly reached: Reached
  readonly code: number | undefined
  readonly status: string | undefined
}

const stages: readonly [command: RegExp, stage: Stage][] = [
  [/^(EHLO|HELO|LHLO)/, 'EHLO'],
  [/^STARTTLS/, 'STARTTLS'],
  [/^AUTH/, 'AUTH'],
  [/^MAIL FROM/, 'MAIL FROM'],
  [/^RCPT TO/, 'RCPT TO'],
]

/**
 * Reads from an error of nodemailer how far the dialogue had come.
 *
 * shape: `message` is the stream that nodemailer asks for once the session stands, and reads from once the server
 *        has answered DATA with 354
 */
export function readFailure(error: SmtpError, message: Readable | undefined): Failure {
  const reached = reachedBy(message)
  const stage = stageOf(error, reached)
  // What the socket left behind when it closed is no reply.
  const isReply = error.command !== 'CONN' || stage === 'greeting' || error.responseCode === 421
  const code = isReply && error.response !== undefined ? (error.responseCode ?? 0) : undefined
  return { stage, reached, code, status: code ? statusOf(code, error.response ?? '') : undefined }
}

function reachedBy(message: Readable | undefined): Reached {
  if (!message) return 'session'
  return message.readableDidRead ? 'message' : 'envelope'
}

function stageOf({ command = 'CONN', code, response }: SmtpError, reached: Reached): Stage {
  if (command === 'DATA') return code === 'EMESSAGE' ? 'message' : 'DATA'
  if (command === 'API') return ofTheClient(code)
  const named = stages.find(([pattern]) => pattern.test(command))
  if (named) return named[1]
  if (reached !== 'session') return reached
  if (code === 'ETLS') return 'TLS'
  return code === 'EPROTOCOL' && response !== undefined ? 'greeting' : 'connect'
}

function ofTheClient(code: string | undefined): Stage {
  if (code === 'EAUTH') return 'AUTH'
  return code === 'ECONNECTION' ? 'envelope' : 'composing'
}

// RFC 2034: its first digit is that of the reply; one that contradicts it says nothing.
function statusOf(code: number, response: string): string | undefined {
  const [, status] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? []
  return status?.[0] === String(code)[0] ? status : undefined
}
