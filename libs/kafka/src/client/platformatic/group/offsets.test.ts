import { ProtocolError } from '@platformatic/kafka'
import { expect, test } from 'vitest'
import { Wire } from '../wire.ts'
import { Offsets } from './offsets.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const wire = new Wire({
  brokers: [],
  clientId: 'test',
  log: silent,
  requestTimeoutMs: 1_000,
  compression: 'none',
  groupProtocol: 'consumer',
})
const staleEpoch = 113

/** The offsets of a member whose commits a coordinator refuses while its epoch is older than that of the group. */
function given({ epochs, ofGroup }: { epochs: readonly number[]; ofGroup: number }) {
  const sent: unknown[] = []
  const coordinator = {
    async ask<T>({ args }: { args: readonly unknown[] }): Promise<T> {
      sent.push(args[1])
      if (args[1] !== ofGroup) throw new ProtocolError(staleEpoch)
      return undefined as T
    },
  }
  const membership = {
    memberId: 'm',
    assignment: {},
    get generationId() {
      return epochs[Math.min(sent.length, epochs.length - 1)] ?? 0
    },
  }
  const offsets = new Offsets({ wire, coordinator, groupId: 'g', membership })
  offsets.resolve({ topic: 'orders', partition: 0, next: 5n })
  return { offsets, sent }
}

test('C4 a commit that was on its way while the broker moved this member on is sent again', async () => {
  const { offsets, sent } = given({ epochs: [3, 4], ofGroup: 4 })

  await offsets.commit()
  await offsets.commit()

  // What is committed once is not committed again.
  expect(sent).toEqual([3, 4])
})

test('C4 while this member does not know its new epoch a refused commit waits for the next one', async () => {
  const { offsets, sent } = given({ epochs: [3, 3, 4], ofGroup: 4 })

  const first = await offsets.commit().catch((error: unknown) => error)
  const afterFirst = [...sent]
  await offsets.commit().catch(() => {})

  expect(first).toMatchObject({ apiCode: staleEpoch })
  expect([afterFirst, sent]).toEqual([[3], [3, 3, 4]])
})
