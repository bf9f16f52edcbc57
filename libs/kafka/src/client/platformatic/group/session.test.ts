import { setTimeout as pause } from 'node:timers/promises'
import { ProtocolError } from '@platformatic/kafka'
import { expect, test } from 'vitest'
import { encodeBatch } from '../../../../test/record-batch.ts'
import { topicOf } from '../../../../test/topic-of.ts'
import { Locations } from '../fetch/locations.ts'
import type { Wire } from '../wire.ts'
import type { Coordinator } from './coordinator.ts'
import { PartitionsChanged } from './group-fault.ts'
import { Pauses } from './pauses.ts'
import type { GroupProtocol } from './protocol.ts'
import { Session } from './session.ts'

const events = { onJoined() {}, onFetched() {}, onStopped() {}, onCrashed() {} }
const settings = { groupId: 'g', sessionMs: 60_000, heartbeatMs: 60_000, concurrency: 1 }

test('the member that gave out the partitions of a topic joins again when there are more by now', async () => {
  const metadata = { controllerId: 1, brokers: [], topics: [topicOf(2)] }
  const dealtFrom = new Locations([topicOf(1)])
  const session = new Session({
    wire: { askAny: async () => metadata, noteBrokers() {} } as unknown as Wire,
    coordinator: {} as Coordinator,
    protocol: { assignor: 'member', heartbeatMs: 60_000 } as GroupProtocol,
    membership: { memberId: 'a', generationId: 1, assignment: {}, dealtFrom },
    group: { ...settings, topics: ['orders'], metadataMs: 300_000 },
    pauses: new Pauses(() => {}),
    events,
    onBatch: async () => {},
    stop: new AbortController().signal,
  })

  const reason = await session.run()

  expect(reason).toBeInstanceOf(PartitionsChanged)
})

test('what could not be committed is committed later, although no other record comes', async () => {
  const stop = new AbortController()
  const committed = Promise.withResolvers<void>()
  let commits = 0
  const session = new Session({
    wire: wireWith(await encodeBatch([{ value: 'a' }])),
    coordinator: {
      async ask({ name }: { name: string }) {
        if (name === 'OffsetFetch') return standingAt(4_711n)
        commits += 1
        if (commits === 1) throw new ProtocolError('COORDINATOR_NOT_AVAILABLE')
        return committed.resolve()
      },
    } as unknown as Coordinator,
    protocol: { assignor: 'broker', heartbeatMs: 60_000 } as GroupProtocol,
    membership: { memberId: 'a', generationId: 1, assignment: { orders: [0] } },
    group: { ...settings, topics: ['orders'], metadataMs: 300_000 },
    pauses: new Pauses(() => {}),
    events,
    stop: stop.signal,
    onBatch: async (batch) => batch.resolveOffset(batch.lastOffset),
  })

  const over = session.run()
  await committed.promise
  const inTheMiddle = commits
  stop.abort()
  await over

  expect(inTheMiddle).toBe(2)
})

/** One batch, and nothing behind it. */
function wireWith(records: Buffer): Wire {
  const metadata = { controllerId: 1, brokers: [], topics: [topicOf(1)] }
  let isFetched = false
  return {
    askAny: async () => metadata,
    noteBrokers() {},
    async askNode() {
      const answer = { partitionIndex: 0, errorCode: 0, highWatermark: 4_712n }
      const rest = { abortedTransactions: [], records: isFetched ? Buffer.alloc(0) : records }
      if (isFetched) await pause(20)
      isFetched = true
      return {
        errorCode: 0,
        responses: [{ topicId: 'id', partitions: [{ ...answer, ...rest }] }],
      }
    },
  } as unknown as Wire
}

function standingAt(committedOffset: bigint) {
  const partitions = [{ partitionIndex: 0, committedOffset }]
  return { groups: [{ topics: [{ name: 'orders', partitions }] }] }
}
