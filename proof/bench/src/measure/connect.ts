import pg from 'pg'

/** A connection of the bench's own; `await using` ends it. */
export async function connect(connectionString: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString })
  // The next query tells of a server that has gone; when the bench is called off, there is none.
  client.on('error', () => {})
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}
