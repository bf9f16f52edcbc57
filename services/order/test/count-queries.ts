import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'

/** A way to PostgreSQL on which each statement that is executed is counted. */
export type QueryCounter = AsyncDisposable & { readonly url: string; count(): number }

/** Counts by the wire, so that no report of the client or the server has to be believed. */
export async function countQueries(databaseUrl: string): Promise<QueryCounter> {
  const { hostname, port } = new URL(databaseUrl)
  let count = 0
  const server = createServer((client) => {
    const target = connect(Number(port), hostname)
    const counter = createMessageCounter(() => {
      count += 1
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
    count: () => count,
    async [Symbol.asyncDispose]() {
      server.close()
    },
  }
}

/** Wire: `type (1 byte) length (4, with itself) …`; only the first message has no type. Q and E execute. */
function createMessageCounter(executed: () => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0)
  let typeBytes = 0
  return function take(chunk) {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= typeBytes + 4) {
      const size = typeBytes + rest.readUInt32BE(typeBytes)
      if (rest.length < size) return
      if (typeBytes === 1 && 'QE'.includes(String.fromCharCode(rest[0] ?? 0))) executed()
      rest = rest.subarray(size)
      typeBytes = 1
    }
  }
}
