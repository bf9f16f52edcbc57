import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createTestDatabase, infrastructure } from '@tailspan/testkit'
import { expect, test } from 'vitest'

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')

test('the example of the README runs: the first order is stored, its duplicate is known', async () => {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  const [readme, example] = await Promise.all([
    read('../README.md'),
    read('examples/store-order.ts'),
  ])
  const program = fileURLToPath(new URL('examples/store-order.ts', import.meta.url))

  const flags = ['--conditions=@tailspan/source', program, outside.url]
  const { stdout } = await promisify(execFile)(process.execPath, flags)

  const events = stdout.match(/"event":"[^"]+"/g)
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
  expect(events).toEqual([
    '"event":"postgres.migrated"',
    '"event":"order.stored"',
    '"event":"order.known"',
  ])
  expect(await outside.query('select * from orders')).toEqual([{ id: '7', total_cents: '1840' }])
})
