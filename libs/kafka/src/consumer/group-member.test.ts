import { setTimeout as wait } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { type Kafka, withClient } from '../client/kafka.ts'
import type { GroupEvents } from '../client/port/group-client.ts'
import type { KafkaClient } from '../client/port/kafka-client.ts'
import { GroupMember } from './group-member.ts'

vi.mock('node:timers/promises', () => ({ setTimeout: vi.fn(async () => {}) }))

const log = { debug() {}, info() {}, warn() {}, error() {} }
const away = { isAway: true, isClosed: false, isUnsupported: false }

/** A client that finds no broker so many times, and gives its consumer up each time. */
function givenKafka(times: number, onFound: () => void): Kafka {
  let tries = 0
  const openGroup = (_settings: unknown, _group: unknown, events: GroupEvents) => ({
    async run() {
      tries += 1
      if (tries > times) onFound()
      else events.onCrashed(new Error('no broker'), false)
    },
  })
  const only = { groupProtocols: ['classic'], openGroup, faultOf: () => away }
  const client = only as unknown as KafkaClient
  return withClient(client, { brokers: [], clientId: 'test', log })
}

test('C9 a consumer that its client ends is begun anew after two seconds at most, however often', async () => {
  const found = Promise.withResolvers<void>()
  const settings = { sessionMs: 1, heartbeatMs: 1, concurrency: 1, groupId: 'g', topics: ['t'] }
  const member = new GroupMember(givenKafka(6, found.resolve), { ...settings, onJoined() {} })

  void member.run(async () => {})
  await found.promise

  const pausesMs = vi.mocked(wait).mock.calls.map(([ms]) => ms)
  expect(pausesMs).toEqual([500, 1_000, 2_000, 2_000, 2_000, 2_000])
})
