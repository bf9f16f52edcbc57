import { expect, test } from 'vitest'
import { Locations } from '../fetch/locations.ts'
import type { Wire } from '../wire.ts'
import type { Coordinator } from './coordinator.ts'
import { PartitionsChanged } from './group-fault.ts'
import { Pauses } from './pauses.ts'
import type { GroupProtocol } from './protocol.ts'
import { Session } from './session.ts'

const settings = { groupId: 'g', sessionMs: 60_000, heartbeatMs: 60_000, concurrency: 1 }

const topicWith = (count: number) => {
  const partitions = Array.from({ length: count }, (_, partitionIndex) => {
    return { partitionIndex, leaderId: 1 }
  })
  return { name: 'orders', topicId: 'id', errorCode: 0, partitions, topicAuthorizedOperations: 0 }
}

test('the member that gave out the partitions of a topic joins again when there are more by now', async () => {
  const metadata = { controllerId: 1, brokers: [], topics: [topicWith(2)] }
  const dealtFrom = new Locations([topicWith(1)])
  const session = new Session({
    wire: { askAny: async () => metadata, noteBrokers() {} } as unknown as Wire,
    coordinator: {} as Coordinator,
    protocol: { assignor: 'member', heartbeatMs: 60_000 } as GroupProtocol,
    membership: { memberId: 'a', generationId: 1, assignment: {}, dealtFrom },
    group: { ...settings, topics: ['orders'], metadataMs: 300_000 },
    pauses: new Pauses(() => {}),
    events: { onJoined() {}, onFetched() {}, onStopped() {}, onCrashed() {} },
    onBatch: async () => {},
    stop: new AbortController().signal,
  })

  const reason = await session.run()

  expect(reason).toBeInstanceOf(PartitionsChanged)
})
