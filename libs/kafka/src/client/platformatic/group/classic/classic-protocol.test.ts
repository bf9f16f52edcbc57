import { expect, test } from 'vitest'
import { topicOf } from '../../../../../test/topic-of.ts'
import type { Request, Wire } from '../../wire.ts'
import type { Coordinator } from '../coordinator.ts'
import { toSubscription } from './assignment.ts'
import { ClassicProtocol } from './classic-protocol.ts'

const topics = ['orders']
const metadata = { controllerId: 1, brokers: [], topics: [topicOf(1)] }

function given(leader: string) {
  const members = [{ memberId: 'a', metadata: toSubscription(topics) }]
  const joined = { memberId: 'a', generationId: 1, leader, members }
  const sync = ([assignment]: readonly { readonly assignment: Buffer }[]) =>
    assignment ?? { assignment: Buffer.alloc(0) }
  const askToJoin = async ({ name, args }: Request) =>
    name === 'JoinGroup' ? joined : sync(args.at(-1) as [])
  return new ClassicProtocol({
    wire: { askAny: async () => metadata, noteBrokers() {} } as unknown as Wire,
    coordinator: { askToJoin } as unknown as Coordinator,
    group: { groupId: 'g', topics, sessionMs: 1, heartbeatMs: 1, concurrency: 1 },
    stop: new AbortController().signal,
  })
}

test('the member that gives the partitions out remembers from what', async () => {
  const { assignment, dealtFrom } = await given('a').join()

  expect(assignment).toEqual({ orders: [0] })
  expect(dealtFrom?.layoutOf('orders')).toBe('id 1')
})

test('another one does not know', async () => {
  const { dealtFrom } = await given('b').join()

  expect(dealtFrom).toBeUndefined()
})
