import { glob, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const folder = (path: string) => new URL(path, import.meta.url)
const services = folder('../../../services/')

test.each(['outbox', 'inbox'])(
  "every service's %s is the library's, letter by letter",
  async (table) => {
    const ours = await readFile(folder(`../migrations/${table}.sql`), 'utf8')

    const copies = await findCopies(table)

    for (const copy of copies) expect(copy).toBe(ours)
  },
)

async function findCopies(table: string): Promise<string[]> {
  const paths = await Array.fromAsync(glob(`*/migrations/*-${table}.sql`, { cwd: services }))
  return Promise.all(paths.map((path) => readFile(new URL(path, services), 'utf8')))
}
