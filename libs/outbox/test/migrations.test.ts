import { glob, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const folder = (path: string) => new URL(path, import.meta.url)
const checkout = folder('../../../')

test.each(['outbox', 'outbox-routed', 'inbox'])(
  "every service's %s is the library's, letter by letter",
  async (table) => {
    const ours = await readFile(folder(`../migrations/${table}.sql`), 'utf8')

    const copies = await findCopies(table)

    for (const copy of copies) expect(copy).toBe(ours)
  },
)

async function findCopies(table: string): Promise<string[]> {
  // The services of the starter lie in infra/ until strip demo puts them into services/.
  const pattern = `{services,infra}/*/migrations/*-${table}.sql`
  const paths = await Array.fromAsync(glob(pattern, { cwd: checkout }))
  return Promise.all(paths.map((path) => readFile(new URL(path, checkout), 'utf8')))
}
