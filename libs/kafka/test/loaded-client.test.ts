import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('programs/tell-clients.ts', import.meta.url))

test.each([
  ['kafkajs', 'kafkajs'],
  ['platformatic', '@platformatic/kafka'],
])('who chooses %s loads that package and not the other', async (client, name) => {
  const flags = ['--conditions=@tailspan/source', program, client]

  const { stdout } = await promisify(execFile)(process.execPath, flags)

  expect(stdout).toBe(name)
})
