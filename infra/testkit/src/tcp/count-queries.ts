import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'

/** A way to PostgreSQL on which what clients send is counted. */
export type QueryCounter = AsyncDisposable & {
  readonly url: string
  /** Statements that were executed. */
  count(): number
  /** The texts of all statements that were sent, oldest first. */
  texts(): readonly string[]
  /** Times that a client has waited for the server: a simple query, or what leaves before one Sync. */
  roundTrips(): number
}

/** Counts by the wire, so that no report of the client or the server has to be believed. */
export async function countQueries(databaseUrl: string): Promise<QueryCounter> {
  const { hostname, port } = new URL(databaseUrl)
  const counts = new Map<string, number>()
  const texts: string[] = []
  const count = (types: string) =>
    [...types].reduce((sum, type) => sum + (counts.get(type) ?? 0), 0)
  const server = createServer((client) => {
    const target = connect(Number(port), hostname)
    const counter = createMessageReader((type, body) => {
      counts.set(type, count(type) + 1)
      if ('QP'.includes(type)) texts.push(textOf(type, body))
    })
    client.on('data', counter).pipe(target).pipe(client)
    for (const [one, other] of [[client, target] as const, [target, client] as const])
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: Object.assign(new URL(databaseUrl), { host }).href,
    count: () => count('QE'),
    texts: () => [...texts],
    roundTrips: () => count('QS'),
    async [Symbol.asyncDispose]() {
      server.close()
    },
  }
}

/** Wire: `type (1 byte) length (4, with itself) …`; only the first message has no type. Q and E execute, S is Sync. */
function createMessageReader(sent: (type: string, body: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0)
  let typeBytes = 0
  return function take(chunk) {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= typeBytes + 4) {
      const size = typeBytes + rest.readUInt32BE(typeBytes)
      if (rest.length < size) return
      if (typeBytes === 1) sent(String.fromCharCode(rest[0] ?? 0), rest.subarray(5, size))
      rest = rest.subarray(size)
      typeBytes = 1
    }
  }
}

/** Wire: a simple query is its text, Parse the name of the statement and its text; a zero byte behind each. */
function textOf(type: string, body: Buffer): string {
  const [first = '', second = ''] = body.toString('utf8').split('\0')
  return (type === 'Q' ? first : second).replaceAll(/\s+/g, ' ').trim()
}
