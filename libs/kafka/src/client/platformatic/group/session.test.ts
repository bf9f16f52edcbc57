import { expect, test } from 'vitest'
import { topicOf } from '../../../../test/topic-of.ts'
import { Locations } from '../fetch/locations.ts'
import type { Wire } from '../wire.ts'
import type { Coordinator } from './coordinator.ts'
import { PartitionsChanged } from './group-fault.ts'
import { Pauses } from './pauses.ts'
import type { GroupProtocol } from './protocol.ts'
import { Session } from './session.ts'

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
    events: { onJoined() {}, onFetched() {}, onStopped() {}, onCrashed() {} },
    onBatch: async () => {},
    stop: new AbortController().signal,
  })

  const reason = await session.run()

  expect(reason).toBeInstanceOf(PartitionsChanged)
})
