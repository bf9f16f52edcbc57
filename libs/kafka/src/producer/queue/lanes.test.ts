import { ROOT_CONTEXT } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { CancelWatch } from '../send/cancel-watch.ts'
import { PendingSend } from '../send/pending-send.ts'
import { ProducerFull, SendsAbandoned } from '../send/send-errors.ts'
import type { Way } from './carrier.ts'
import { Lanes } from './lanes.ts'
import { QueueRoom } from './queue-room.ts'
import { Sender } from './sender.ts'

const never = new AbortController().signal

/** Lanes whose carriers hold every batch until they are released. */
function givenLanes(count: number, limits = {}) {
  const gate = Promise.withResolvers<void>()
  const carried: string[][][] = Array.from({ length: count }, () => [])
  const room = new QueueRoom({ maxQueued: 100, maxQueuedBytes: 1e6, ...limits })
  const lanes = new Lanes(
    carried.map((batches) => {
      const way: Way = {
        async carry(parcels) {
          const loads = parcels.flatMap((parcel) => parcel.loads)
          batches.push(loads.map(({ message }) => `${message.key}${message.value}`))
          for (const parcel of parcels) parcel.hasLeft = true
          await gate.promise
          return []
        },
      }
      const carrier = {
        partitionOf: () => 0,
        wayTo: () => way,
        locate: async () => undefined,
        retire() {},
        cut() {},
        connect: async () => {},
        close: async () => {},
      }
      const batchLimits = { maxBatch: 100, maxBatchBytes: 1e6 }
      return { carrier, sender: new Sender({ carrier, limits: batchLimits, room, backoffMs: 1 }) }
    }),
  )
  const cancels = new CancelWatch<PendingSend>((one) => lanes.cancel(one))
  const send = (key: string | null, value: string, signal = never) => {
    const message = { topic: 'orders', key, value, headers: {}, context: ROOT_CONTEXT }
    const metrics = { queued() {}, settled() {} }
    const expiresAtMs = performance.now() + 60_000
    const pending = new PendingSend({ message, how: {}, signal, expiresAtMs, metrics, cancels })
    lanes.add(pending)
    return pending.done
  }
  return { lanes, send, carried, release: gate.resolve }
}

const keys = Array.from({ length: 40 }, (_, i) => `order-${i}`)

test('as many batches are on their way as there are lanes, and all records arrive', async () => {
  const { send, carried, release } = givenLanes(4)

  const sent = keys.map((key) => send(key, '!'))
  await expect.poll(() => carried.filter((batches) => batches.length === 1)).toHaveLength(4)
  release()
  await Promise.all(sent)

  expect(carried.flat(2).toSorted()).toEqual(keys.map((key) => `${key}!`).toSorted())
})

test('records of one key travel by one lane, in their order', async () => {
  const { send, carried, release } = givenLanes(4)

  const first = keys.map((key) => send(key, '1'))
  await expect.poll(() => carried.flat(2)).toHaveLength(keys.length)
  const second = keys.map((key) => send(key, '2'))
  release()
  await Promise.all([...first, ...second])

  const lanes = carried.map((batches) => batches.flat())
  for (const key of keys) {
    const ofKey = lanes.map((lane) => lane.filter((one) => [`${key}1`, `${key}2`].includes(one)))
    expect(ofKey.filter((one) => one.length > 0)).toEqual([[`${key}1`, `${key}2`]])
  }
})

test('records without a key go where the least waits', async () => {
  const { send, carried, release } = givenLanes(2)

  const sent = [send(null, 'a'), send(null, 'b')]
  await expect.poll(() => carried.flat(2)).toHaveLength(2)
  release()
  await Promise.all(sent)

  expect(carried.map((batches) => batches.length)).toEqual([1, 1])
})

test('the bound on what waits is one for all lanes', async () => {
  const { send, release } = givenLanes(4, { maxQueued: 3 })

  const taken = ['a', 'b', 'c'].map((key) => send(key, ''))

  expect(() => send('d', '')).toThrow(ProducerFull)
  release()
  await Promise.all(taken)
})

test('a record that waits is cancelled in whatever lane it is', async () => {
  const { send, carried, release } = givenLanes(4)
  const off = new AbortController()
  const first = keys.map((key) => send(key, '1'))
  await expect.poll(() => carried.flat(2)).toHaveLength(keys.length)

  const second = keys.map((key) => send(key, '2', off.signal).catch(() => 'cancelled'))
  off.abort()
  release()

  expect(new Set(await Promise.all(second))).toEqual(new Set(['cancelled']))
  await Promise.all(first)
  expect(carried.flat(2)).toHaveLength(keys.length)
})

test('what all lanes abandoned is one sum', async () => {
  const { lanes, send } = givenLanes(4)
  const sent = keys.map((key) => send(key, '').catch(() => {}))

  const closing = lanes.close(AbortSignal.abort())

  await expect(closing).rejects.toBeInstanceOf(SendsAbandoned)
  await expect(closing).rejects.toMatchObject({ count: keys.length })
  await Promise.all(sent)
})
