import type { Readable } from 'node:stream'
import type { Actor } from '@tailspan/lifecycle'
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import type { Mail } from '../domain/mail.ts'
import { connectSocket } from './connect-socket.ts'
import { KnownLogin } from './known-login.ts'
import { hasLogin, logIn } from './log-in.ts'
import { createMeasureMail } from './measure-mail.ts'
import { Outage } from './outage.ts'
import type { SmtpError } from './read-failure.ts'
import { toMailError } from './to-mail-error.ts'
import { traceMail } from './trace-mail.ts'

export type Mailer = {
  /** errors: mail-refused (dead-lettered), mail-deferred (deferred), mail-unavailable (retried) */
  send(mail: Mail, signal: AbortSignal): Promise<void>
  /** Tells what the last login came to, trying one where that is not known, and what stopped the last mail. */
  ping(): Promise<void>
  readonly actor: Actor
}

type Options = { readonly url: string; readonly from: string; readonly maxConnections?: number }

// RFC 5321 4.5.3.2: five minutes for the greeting and each command, ten after the final dot. nodemailer has one
// limit for all of them. A server that closes or resets the connection is noticed at once.
const times = { connectionTimeout: 300_000, greetingTimeout: 300_000, socketTimeout: 600_000 }

/** Mails over SMTP, on connections that are kept. */
export function createMailer({ url, from, maxConnections = 8 }: Options): Mailer {
  const transport = openTransport({ url, pool: true, maxConnections, ...times })
  const outage = new Outage()
  const login = new KnownLogin({ logIn: () => logIn(url) })
  const measureMail = createMeasureMail()
  return {
    async send(mail, signal) {
      await login.watch(() =>
        traceMail(mail, () =>
          outage.watch(() => deliver(transport, { mail: { ...mail, from }, signal })),
        ),
      )
      measureMail(mail)
    },
    async ping() {
      await login.check()
      outage.throwIfLasting()
    },
    actor: { name: 'smtp', stop: (signal) => closeTransport(transport, signal) },
  }
}

function openTransport(
  options: Readonly<Record<string, unknown>> & { readonly url: string },
): Transporter {
  const transport = createTransport({
    ...options,
    forceAuth: hasLogin(options.url),
    // One mail, one session: a second one inside of nodemailer would hide how far the first one came.
    maxRequeues: 0,
    getSocket: connectSocket,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0])
  transport.use('stream', ({ message, data }, done) => {
    message.processFunc((stream) => {
      ;(data as Watched).onStream(stream as Readable)
      return stream
    })
    done()
  })
  return transport
}

type Watched = SendMailOptions & {
  onStream(stream: Readable): void
  readonly signal: AbortSignal
}

type Delivery = { readonly mail: Mail & { from: string }; readonly signal: AbortSignal }

async function deliver(transport: Transporter, { mail, signal }: Delivery): Promise<void> {
  signal.throwIfAborted()
  const { messageId, from, to, subject, text, html } = mail
  let message: Readable | undefined
  const cut = new AbortController()
  // From the final dot on the server may have it: then only its reply tells, so it is waited for.
  const cutEarly = () => message?.readableDidRead || cut.abort()
  signal.addEventListener('abort', cutEarly, { once: true })
  const data: Watched = {
    messageId,
    from,
    // Not as text: a comma in it would name a second receiver.
    to: { name: '', address: to },
    subject,
    text,
    html,
    signal: cut.signal,
    onStream(stream) {
      message = stream
    },
  }
  try {
    await transport.sendMail(data)
  } catch (cause) {
    signal.throwIfAborted()
    throw toMailError(cause as SmtpError, { to, message })
  } finally {
    signal.removeEventListener('abort', cutEarly)
  }
}

function closeTransport(transport: Transporter, signal: AbortSignal): void {
  const close = transport.close.bind(transport) as (options?: { force: boolean }) => void
  close({ force: signal.aborted })
}
