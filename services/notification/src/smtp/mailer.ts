import { TailspanError } from '@tailspan/errors'
import type { Actor } from '@tailspan/lifecycle'
import { createTransport, type Transporter } from 'nodemailer'
import type { Mail } from '../domain/mail.ts'
import { traceMail } from './trace-mail.ts'

export type Mailer = {
  /** errors: mail-refused (final), mail-unavailable (retry) */
  send(mail: Mail): Promise<void>
  ping(): Promise<void>
  readonly actor: Actor
}

type Options = { readonly url: string; readonly from: string }

const timeoutMs = 5_000

/** Mails over SMTP, on connections that are kept. */
export function createMailer({ url, from }: Options): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0])
  return {
    send: (mail) => traceMail(mail, () => deliver(transport, { ...mail, from })),
    ping: async () => void (await transport.verify()),
    actor: { name: 'smtp', stop: () => transport.close() },
  }
}

async function deliver(transport: Transporter, mail: Mail & { from: string }): Promise<void> {
  const { messageId, from, to, subject, text, html } = mail
  try {
    await transport.sendMail({ messageId, from, to, subject, text, html })
  } catch (cause) {
    throw toMailError(cause)
  }
}

// SMTP: 5xx is the server's final word about this mail; all else is worth another try.
function toMailError(cause: unknown): TailspanError {
  const status = (cause as { responseCode?: number }).responseCode ?? 0
  return status >= 500
    ? new TailspanError('mail-refused', 'invalid', `the mail server answered ${status}`, { cause })
    : new TailspanError('mail-unavailable', 'unavailable', 'the mail server is away', { cause })
}
