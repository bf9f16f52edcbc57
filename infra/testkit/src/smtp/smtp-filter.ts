import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { SmtpInput } from './smtp-input.ts'

/** A wire to a real mail server that refuses the receivers that it is told to. */
export interface SmtpFilter extends AsyncDisposable {
  /** `smtp://127.0.0.1:port` */
  readonly url: string
  /** Replies so to RCPT for these addresses from now on; the server does not see them. */
  refuse(isRefused: (address: string) => boolean, reply: string): void
  /** Passes everything on again. */
  accept(): void
  /** How often it has refused. */
  refusedCount(): number
}

type Rule = { readonly isRefused: (address: string) => boolean; readonly reply: string }

/**
 * Starts a filter in front of a mail server.
 *
 * shape:   PIPELINING and STARTTLS are not offered through it: it must see one command at a time
 * errors:  a server that cannot be reached ends the client's connection
 */
export async function startSmtpFilter(target: { readonly port: number }): Promise<SmtpFilter> {
  const sockets = new Set<Socket>()
  let rule: Rule | undefined
  let refused = 0
  const refusalOf = (address: string) => {
    if (!rule?.isRefused(address)) return undefined
    refused += 1
    return rule.reply
  }
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ ...target, host: '127.0.0.1', noDelay: true })
    for (const [socket, peer] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => peer.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        peer.end()
      })
    }
    filterDialogue({ client, upstream, refusalOf })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse(isRefused, reply) {
      rule = { isRefused, reply }
    },
    accept() {
      rule = undefined
    },
    refusedCount: () => refused,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

type Dialogue = {
  readonly client: Socket
  readonly upstream: Socket
  readonly refusalOf: (address: string) => string | undefined
}

function filterDialogue({ client, upstream, refusalOf }: Dialogue): void {
  const input = new SmtpInput()
  let command = ''
  client.on('data', (bytes) => {
    input.add(bytes)
    for (let next = input.next(); next; next = input.next()) {
      command = next.line
      const [, receiver] = /^RCPT TO:<([^>]*)>/i.exec(command) ?? []
      const refusal = receiver === undefined ? undefined : refusalOf(receiver)
      if (refusal === undefined) upstream.write(next.raw, 'latin1')
      else client.write(`${refusal}\r\n`)
    }
  })
  upstream.on('data', (bytes) => {
    const reply = bytes.toString('latin1')
    if (/^DATA$/i.test(command) && reply.startsWith('354')) input.isInData = true
    client.write(reply.replace(/PIPELINING|STARTTLS/g, 'XFILTERED'), 'latin1')
  })
}
