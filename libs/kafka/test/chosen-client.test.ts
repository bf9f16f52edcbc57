import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createKafka } from '../src/index.ts'

const program = fileURLToPath(new URL('programs/tell-clients.ts', import.meta.url))

test('who asks a client for a group protocol that it has not is told so at once', async () => {
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const options = { brokers: ['here:9092'], clientId: 'test', log: silent }

  const made = createKafka({ ...options, groupProtocol: 'consumer' })

  await expect(made).rejects.toMatchObject({ code: 'group-protocol-missing', kind: 'invalid' })
})

test.each([
  ['kafkajs', 'kafkajs'],
  ['platformatic', '@platformatic/kafka'],
])('who chooses %s loads that package and not the other', async (client, name) => {
  const flags = ['--conditions=@tailspan/source', program, client]

  const { stdout } = await promisify(execFile)(process.execPath, flags)

  expect(stdout).toBe(name)
})
