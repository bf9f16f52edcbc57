import type pg from 'pg'

const rounds = 4

/**
 * Whether a pooler gives these two connections another backend for each transaction.
 *
 * In session mode each has one backend as long as it is open, and never the other's. In transaction mode an idle
 * pooler gives the same backend to both (it takes the one used last), or one after the other in turn;
 * a busy one whichever is free.
 *
 * limits: by chance a busy pooler can answer as one in session mode would; who holds a lock therefore
 *         looks again now and then
 */
export async function isShared(first: pg.ClientBase, second: pg.ClientBase): Promise<boolean> {
  const mine = new Set<number>()
  const others = new Set<number>()
  for (let round = 0; round < rounds; round++) {
    // Twice in a row: where two backends take turns, each connection would else meet its own one only.
    mine.add(await backendOf(first)).add(await backendOf(first))
    others.add(await backendOf(second))
    const [own] = mine
    if (mine.size > 1 || others.size > 1 || others.has(own ?? 0)) return true
  }
  return false
}

async function backendOf(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid ?? 0
}
