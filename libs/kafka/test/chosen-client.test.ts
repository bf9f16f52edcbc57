import { expect, test } from 'vitest'
import { createKafka } from '../src/index.ts'

test('who asks a client for a group protocol that it has not is told so at once', async () => {
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const options = { brokers: ['here:9092'], clientId: 'test', log: silent }

  const made = createKafka({ ...options, groupProtocol: 'consumer' })

  await expect(made).rejects.toMatchObject({ code: 'group-protocol-missing', kind: 'invalid' })
})
