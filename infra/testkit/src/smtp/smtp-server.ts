import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type SmtpAnswer, type SmtpCommand, SmtpDialogue, type SmtpStage } from './smtp-dialogue.ts'

/** How the server behaves; by default it takes every mail. */
export type SmtpServerOptions = {
  readonly answer?: SmtpAnswer
  /** What it offers after EHLO: `PIPELINING`, `AUTH PLAIN`, `SMTPUTF8` … */
  readonly extensions?: readonly string[]
  /** Writes replies byte by byte. */
  readonly isBytewise?: boolean
}

/** A mail that was answered with 2xx after its final dot. */
export type TakenMail = { readonly to: string; readonly messageId: string; readonly text: string }

/** A running server; `await using` ends it and its connections. */
export interface SmtpServer extends AsyncDisposable {
  /** `smtp://127.0.0.1:port` */
  readonly url: string
  readonly port: number
  /** Answers differently from now on. */
  answerWith(answer: SmtpAnswer): void
  /** Commands of one stage, oldest first, of one address where it is given. */
  commands(stage: SmtpStage, to?: string): readonly SmtpCommand[]
  /** The mails it has taken, repeats included. */
  taken(to?: string): readonly TakenMail[]
  connectionCount(): number
  /** Resets all connections. */
  sever(): void
}

/**
 * Starts an SMTP server that replies as it is told at each stage of the dialogue.
 *
 * shape:   `answer` returns a reply, nothing for the usual one, or a promise that holds the reply back
 * errors:  none; a client that leaves is forgotten
 * repeats: each call has a port of its own
 */
export async function startSmtpServer({
  answer = () => undefined,
  extensions = ['8BITMIME'],
  isBytewise = false,
}: SmtpServerOptions = {}): Promise<SmtpServer> {
  const sockets = new Set<Socket>()
  const commands: SmtpCommand[] = []
  const taken: TakenMail[] = []
  let current = answer
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    new SmtpDialogue(socket, {
      answer: (command) => current(command),
      extensions,
      isBytewise,
      onCommand: (command) => commands.push(command),
      onTaken: ({ to, messageId }, text) => taken.push({ to, messageId, text }),
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const sever = () => sockets.forEach((socket) => void socket.resetAndDestroy())
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    answerWith(next) {
      current = next
    },
    commands: (stage, to) =>
      commands.filter((one) => one.stage === stage && (to === undefined || one.to === to)),
    taken: (to) => taken.filter((mail) => to === undefined || mail.to === to),
    connectionCount: () => sockets.size,
    sever,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      sever()
      await closed
    },
  }
}
