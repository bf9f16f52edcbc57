import { expect, test } from 'vitest'
import type { AdminConnections } from '../../client/port/admin-connections.ts'
import type { TopicPartition } from '../../client/port/connections.ts'
import { askPositions } from './ask-positions.ts'
import type { Position } from './partition-positions.ts'

const groupId = 'g'
const [known, leaderless] = [0, 1].map((partition) => ({ topic: 'orders', partition })) as [
  TopicPartition,
  TopicPartition,
]

/** One partition ends at 10, of the other one nobody knows; the group has committed that. */
function givenBrokers(committed: string | Error): AdminConnections {
  const asked = {
    offsetsOf: async (_: unknown, which: string) => [
      { ...known, offset: which === 'end' ? '10' : '2' },
    ],
    async committedBy() {
      if (committed instanceof Error) throw committed
      return [known, leaderless].map((one) => ({ ...one, offset: committed }))
    },
  }
  return asked as unknown as AdminConnections
}

test('C9 who owns a partition knows where its group stands, for others that is what is committed', async () => {
  const positions = (): Position[] => [{ ...known, next: 4n, end: 5n, sinceMs: 1_000 }]
  const [owned, lost] = [positions(), positions()]

  await askPositions(givenBrokers('7'), { groupId, positions: owned, isOwner: true })
  await askPositions(givenBrokers('7'), { groupId, positions: lost, isOwner: false })

  expect(owned).toEqual([{ ...known, next: 4n, end: 10n, sinceMs: 1_000 }])
  // Another record waits there now; since when, the next reading says.
  expect(lost).toEqual([{ ...known, next: 7n, end: 10n, sinceMs: undefined }])
})

test('C9 nothing is made up of a partition without a leader, and the others begin with their first record', async () => {
  const positions: Position[] = [{ ...known }, { ...leaderless }]

  await askPositions(givenBrokers('-1'), { groupId, positions, isOwner: false })

  expect(positions).toEqual([{ ...known, next: 2n, end: 10n }, leaderless])
})

test('C9 a group that has no coordinator keeps where it stood, and what comes is seen', async () => {
  const positions: Position[] = [{ ...known, next: 4n, end: 4n }]

  const asked = askPositions(givenBrokers(new Error('no coordinator')), {
    groupId,
    positions,
    isOwner: false,
  })

  await expect(asked).rejects.toThrow('no coordinator')
  expect(positions).toEqual([{ ...known, next: 4n, end: 10n }])
})
