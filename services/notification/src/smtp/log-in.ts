import type { TailspanError } from '@tailspan/errors'
import { createTransport } from 'nodemailer'
import type { SmtpError } from './read-failure.ts'
import { toMailError } from './to-mail-error.ts'

const limitMs = 5_000
const limits = { connectionTimeout: limitMs, greetingTimeout: limitMs, socketTimeout: limitMs }

/** Whether there is one: nodemailer leaves a login out where the server offers none. */
export const hasLogin = (url: string) => new URL(url).username !== ''

/**
 * Opens a session with the mail server, logs in and leaves.
 *
 * shape:  returns the error of a login that was sent and not taken, be it refused or left without an answer
 * errors: mail-unavailable (retried), where no login was sent
 */
export async function logIn(url: string): Promise<TailspanError | undefined> {
  let isSent = false
  // Of a session that breaks nodemailer tells in its log alone how far it had come.
  const logger = {
    debug({ tnx }: { tnx?: string }, line: string) {
      isSent ||= tnx === 'client' && line.startsWith('AUTH')
    },
  }
  const options = { url, forceAuth: hasLogin(url), logger, transactionLog: true, ...limits }
  const transport = createTransport(options as unknown as Parameters<typeof createTransport>[0])
  try {
    await transport.verify()
    return undefined
  } catch (failure) {
    const cause = Object.assign(failure as SmtpError, isSent && { command: 'AUTH' })
    const error = toMailError(cause, { to: '', message: undefined })
    if (isSent) return error
    throw error
  } finally {
    transport.close()
  }
}
