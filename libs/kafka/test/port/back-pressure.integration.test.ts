import {
  eventually,
  infrastructure,
  startKafkaLink,
  type TcpProxy,
  uniqueId,
} from '@tailspan/testkit'
import { expect, test } from 'vitest'
import type { FetchedBatch } from '../../src/client/port/fetched-batch.ts'
import { openTopicWith } from './given-client.ts'
import { openMember, takeAll, type Way, ways, write } from './given-group.ts'

const patient = { timeoutMs: 60_000 }
// What either client asks for of a partition.
const fetchBytes = 1_048_576
// Where everything is, joining, heartbeats, commits, fetches of nothing.
const otherBytes = 200_000
const half = 'x'.repeat(500_000)

test.each(ways)(
  '%s: while a record is in hand, no more is fetched of a partition than one request brings, however much waits',
  async (_, way) => {
    const topic = await openTopicWith({}, 2)
    for (let turn = 0; turn < 16; turn += 1) await write(topic, [half], [0, 1])
    await using link = await startKafkaLink(infrastructure())

    await using held = await openHeld(way, { topic, link, concurrency: 4 })
    await eventually(() => held.member.taken.length > 0, patient)
    await readAll(way, topic, 32)
    const received = await held.receivedAfterAWhile()
    held.release()
    await eventually(() => held.member.taken.length >= 32, patient)

    expect(received).toBeGreaterThan(half.length)
    expect(received).toBeLessThan(2 * fetchBytes + otherBytes)
    expect(held.member.crashes).toEqual([])
  },
)

test.each(ways)(
  '%s: while as many batches are in hand as may be, nothing of other partitions is fetched',
  async (_, way) => {
    const topic = await openTopicWith({}, 3)
    await write(topic, ['first'], [0])
    await using link = await startKafkaLink(infrastructure())

    await using held = await openHeld(way, { topic, link, concurrency: 1 })
    await eventually(() => held.member.taken.length > 0, patient)
    await write(topic, [half], [1, 2])
    await readAll(way, topic, 3)
    const received = await held.receivedAfterAWhile()
    held.release()
    await eventually(() => held.member.taken.length === 3, patient)

    expect(received).toBeLessThan(otherBytes)
    expect(held.member.crashes).toEqual([])
  },
)

type Holding = { readonly topic: string; readonly link: TcpProxy; readonly concurrency: number }

/** A member that keeps its first records in hand until it may go on; what it receives is counted on its wire. */
async function openHeld(way: Way, { topic, link, concurrency }: Holding) {
  const gate = Promise.withResolvers<void>()
  let beats = 0
  const onBatch = async (batch: FetchedBatch) => {
    const beat = () => batch.heartbeat().then(() => beats++)
    // One that fails is followed by others.
    const beating = setInterval(() => void beat().catch(() => {}), 50)
    await gate.promise
    clearInterval(beating)
    await takeAll(batch)
  }
  const member = await openMember(way, {
    groupId: uniqueId('group'),
    topics: [topic],
    concurrency,
    onBatch,
    options: { brokers: [link.address] },
  })
  return {
    member,
    release: () => gate.resolve(),
    /** Its heartbeats have gone on meanwhile, so it could have fetched as well. */
    async receivedAfterAWhile() {
      const until = beats + 20
      await eventually(() => beats >= until, patient)
      return link.carriedBytes('to-client')
    },
    async [Symbol.asyncDispose]() {
      gate.resolve()
      await member.stop()
    },
  }
}

/** That it can all be read at this moment, another group shows. */
async function readAll(way: Way, topic: string, count: number) {
  await using other = await openMember(way, { groupId: uniqueId('group'), topics: [topic] })
  await eventually(() => other.taken.length === count, patient)
}
