import { expect, test, vi } from 'vitest'
import type { TopicPartition } from '../../port/connections.ts'
import { Share } from './share.ts'

const names = (partitions: readonly TopicPartition[]) =>
  partitions.map(({ topic, partition }) => `${topic} ${partition}`)

/** A share that tells what it does, and waits where it is held. */
function given(assignment: Readonly<Record<string, readonly number[]>>) {
  const said: string[] = []
  let gate = Promise.withResolvers<void>()
  gate.resolve()
  const step = (word: string) => async (partitions: readonly TopicPartition[]) => {
    said.push(`${word} ${names(partitions)}`)
    await gate.promise
  }
  const onFailed = vi.fn()
  const share = new Share(assignment, {
    release: step('release'),
    take: step('take'),
    onFailed,
    onChanged: () => said.push(`holds ${JSON.stringify(share.held)}`),
  })
  const hold = () => {
    gate = Promise.withResolvers()
    return gate
  }
  return { share, said, hold, onFailed }
}

test('C4 what is another’s is revoked first, and said, before what is new is taken', async () => {
  const { share, said } = given({ orders: [0, 1] })

  share.aimAt({ orders: [1, 2] })
  await vi.waitUntil(() => said.length === 4)

  expect(said).toEqual([
    'release orders 0',
    'holds {"orders":[1]}',
    'take orders 2',
    'holds {"orders":[1,2]}',
  ])
})

test('C4 what is about to be revoked is held still, but no more is begun of it', async () => {
  const { share, said, hold } = given({ orders: [0, 1] })
  const gate = hold()

  share.aimAt({ orders: [1] })
  const meanwhile = [share.held, share.has({ topic: 'orders', partition: 0 })]
  gate.resolve()
  await vi.waitUntil(() => said.length === 2)

  expect(meanwhile).toEqual([{ orders: [0, 1] }, false])
  expect([share.held, share.has({ topic: 'orders', partition: 1 })]).toEqual([
    { orders: [1] },
    true,
  ])
})

test('C4 what is given back while it is revoked is taken anew, where the group stands by then', async () => {
  const { share, said, hold } = given({ orders: [0] })
  const gate = hold()

  share.aimAt({})
  share.aimAt({ orders: [0] })
  const meanwhile = share.has({ topic: 'orders', partition: 0 })
  gate.resolve()
  await vi.waitUntil(() => said.length === 4)

  expect(meanwhile).toBe(false)
  expect(said).toEqual(['release orders 0', 'holds {}', 'take orders 0', 'holds {"orders":[0]}'])
})

test('C4 what cannot be begun ends the membership, and is not held', async () => {
  const error = new Error('no coordinator')
  const onFailed = vi.fn()
  const share = new Share(
    {},
    {
      release: async () => {},
      take: () => Promise.reject(error),
      onChanged: () => {},
      onFailed,
    },
  )

  share.aimAt({ orders: [0] })
  await vi.waitUntil(() => onFailed.mock.calls.length > 0)

  expect(onFailed).toHaveBeenCalledWith(error)
  expect(share.held).toEqual({})
})
