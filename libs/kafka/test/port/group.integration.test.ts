import { eventually, infrastructure, readGroup, startKafkaLink, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import type { FetchedBatch } from '../../src/client/port/fetched-batch.ts'
import { partitionsOf } from '../../src/client/port/topic-partition.ts'
import { openTopicWith } from './given-client.ts'
import { committed, openMember, takeAll, ways, write } from './given-group.ts'

const patient = { timeoutMs: 60_000 }

const pairs = ways.flatMap(([one, first]) =>
  ways.map(([other, second]) => ({ one, other, first, second })),
)

test.each(pairs)(
  'C16 $one, then $other: a group begins with the first record, and goes on behind what was done without a gap',
  async ({ first, second }) => {
    const given = { groupId: uniqueId('group'), topics: [await openTopicWith()] }
    const [topic] = given.topics as [string]
    await write(topic, ['a', 'b', 'c', 'd'])
    const done = Promise.withResolvers<void>()
    const onBatch = async (batch: FetchedBatch) => {
      batch.pause()
      batch.resolveOffset('1')
      done.resolve()
    }

    await using before = await openMember(first, { ...given, onBatch })
    await done.promise
    await before.stop()
    await using after = await openMember(second, given)
    await eventually(() => after.taken.length > 0, patient)
    await after.stop()

    expect(before.taken).toEqual(['a', 'b', 'c', 'd'])
    expect(after.taken).toEqual(['c', 'd'])
    expect(await committed(given.groupId, topic)).toBe('4')
  },
)

test.each(ways)(
  '%s: a partition that is paused holds up no other, and is continued where it stands',
  async (_, way) => {
    const topic = await openTopicWith({}, 2)
    await write(topic, ['a', 'b'], [0, 1])
    const resumes: (() => void)[] = []
    const offsets: string[] = []
    const onBatch = async (batch: FetchedBatch) => {
      if (batch.partition === 0) offsets.push(...batch.records.map(({ offset }) => offset))
      if (batch.partition === 1 || resumes.length > 0) return takeAll(batch)
      batch.resolveOffset('0')
      resumes.push(batch.pause())
    }

    await using member = await openMember(way, {
      groupId: uniqueId('group'),
      topics: [topic],
      concurrency: 1,
      onBatch,
    })
    await eventually(() => resumes.length > 0, patient)
    const ofOther = () => member.taken.length - offsets.length
    await write(topic, ['c', 'd'], [1])
    await eventually(() => ofOther() === 4, patient)
    const whilePaused = offsets.length
    for (const resume of resumes) resume()
    await eventually(() => offsets.length > whilePaused, patient)

    expect(offsets).toEqual(['0', '1', '1'])
  },
)

test.each(pairs)(
  'C4 $one and $other in one group: who has a record in hand finishes it before the partitions move, and none is lost',
  async ({ first, second }) => {
    const topic = await openTopicWith({}, 2)
    const given = { groupId: uniqueId('group'), topics: [topic] }
    await write(topic, ['a', 'b', 'c'], [0, 1])
    const gate = Promise.withResolvers<void>()
    const refused = new Map<number, number | undefined>()
    let beats = 0
    const finished: string[] = []
    const onBatch = async (batch: FetchedBatch) => {
      const [record] = batch.records
      if (!record) return
      const noteRefusal = (error: unknown) =>
        refused.set(batch.partition, first.client.faultOf(error).code)
      const noteBeat = () => {
        beats++
      }
      const beat = () => void batch.heartbeat().catch(noteRefusal).then(noteBeat)
      const beating = setInterval(beat, 50)
      await gate.promise
      clearInterval(beating)
      finished.push(`${batch.partition} ${record.value}`)
      batch.resolveOffset(record.offset)
    }

    await using one = await openMember(first, { ...given, onBatch })
    await eventually(() => one.taken.length === 6, patient)
    await using two = await openMember(second, { ...given, onBatch })
    const moving = first.groupProtocol === 'consumer' ? 1 : 2
    await eventually(() => refused.size >= moving, patient)
    beats = 0
    await eventually(() => beats >= 20, patient)
    const before = {
      given: partitionsOf(two.assignments.at(-1) ?? {}),
      codes: [...refused.values()],
    }
    gate.resolve()
    await eventually(() => finished.length >= 6, patient)

    // REBALANCE_IN_PROGRESS, for as long as it takes: for all, or for the one alone that moves.
    expect(before).toEqual({ given: [], codes: Array(moving).fill(27) })
    expect(finished.toSorted()).toEqual(['0 a', '0 b', '0 c', '1 a', '1 b', '1 c'])
    expect(two.assignments.at(-1)?.[topic]).toHaveLength(1)
    expect(one.assignments.at(-1)?.[topic]).toHaveLength(1)
    expect([...one.crashes, ...two.crashes]).toEqual([])
  },
)

test.each(ways.filter(([, { groupProtocol }]) => groupProtocol === 'consumer'))(
  'C4 %s: what stays with its member is taken on while the rest waits to move',
  async (_, way) => {
    const topic = await openTopicWith({}, 2)
    const given = { groupId: uniqueId('group'), topics: [topic] }
    await write(topic, ['a'], [0, 1])
    const gate = Promise.withResolvers<void>()
    const taken: string[] = []
    const stale = new Set<number>()
    const onBatch = async (batch: FetchedBatch) => {
      const isFirst = batch.records[0]?.offset === '0'
      taken.push(...batch.records.map(({ value }) => `${batch.partition} ${value}`))
      if (isFirst) await eventually(() => batch.isStale() || stale.size > 0, patient)
      if (batch.isStale()) {
        stale.add(batch.partition)
        await gate.promise
      }
      await takeAll(batch)
    }

    await using one = await openMember(way, { ...given, onBatch })
    await eventually(() => taken.length === 2, patient)
    await using two = await openMember(way, given)
    await eventually(() => stale.size === 1, patient)
    const [moving = -1] = stale
    await write(topic, ['b'], [1 - moving])
    await eventually(() => taken.includes(`${1 - moving} b`), patient)
    const whileHeld = partitionsOf(two.assignments.at(-1) ?? {})
    gate.resolve()
    await eventually(() => two.assignments.at(-1)?.[topic]?.[0] === moving, patient)
    await write(topic, ['c'], [moving])
    await eventually(() => two.taken.length > 0, patient)

    expect(whileHeld).toEqual([])
    expect(two.taken).toEqual(['c'])
    expect(one.isJoined()).toBe(true)
    await expect.poll(() => committed(given.groupId, topic, moving)).toBe('2')
  },
)

test.each(ways)(
  'C16 %s: a stop waits for the record in hand, commits it and leaves the group at once',
  async (_, way) => {
    const given = { groupId: uniqueId('group'), topics: [await openTopicWith()] }
    const [topic] = given.topics as [string]
    await write(topic, ['a', 'b'])
    const gate = Promise.withResolvers<void>()
    const seen = { isRunning: true }
    const onBatch = async (batch: FetchedBatch) => {
      await gate.promise
      seen.isRunning = batch.isRunning()
      batch.resolveOffset('0')
    }

    await using before = await openMember(way, { ...given, onBatch })
    await eventually(() => before.taken.length > 0, patient)
    let isStopped = false
    const stopped = before.stop().then(() => {
      isStopped = true
    })
    const stoppedInHand = isStopped
    gate.resolve()
    await stopped
    // The session of the one before lasts longer than this test may.
    await using after = await openMember(way, given)
    await eventually(() => after.taken.length > 0, patient)

    expect([stoppedInHand, seen.isRunning]).toEqual([false, false])
    expect(after.taken).toEqual(['b'])
    const { brokers } = infrastructure()
    await eventually(async () => (await readGroup({ brokers, ...given })).members.length === 1)
  },
)

test.each(ways)(
  'C11 %s: who has lost its partition in a silence commits nothing more there',
  async (_, way) => {
    const topic = await openTopicWith()
    const short = { groupId: uniqueId('group'), topics: [topic], sessionMs: 2_000 }
    await write(topic, ['a', 'b', 'c'])
    await using link = await startKafkaLink(infrastructure())
    const gate = Promise.withResolvers<void>()
    const outcome = Promise.withResolvers<unknown>()
    const onBatch = async (batch: FetchedBatch) => {
      await gate.promise
      batch.resolveOffset('0')
      // The answer to one from before the silence may be on its way still.
      const beat = () =>
        batch.heartbeat().then(
          () => false as const,
          (error) => [error],
        )
      const [error] = await eventually(beat, patient)
      outcome.resolve(error)
    }
    const options = { brokers: [link.address], requestTimeoutMs: 60_000 }
    await using old = await openMember(way, { ...short, options, onBatch })
    await eventually(() => old.taken.length > 0, patient)

    link.hold()
    // Its own session does not end, however long this process stands still.
    const { groupId, topics } = short
    await using owner = await openMember(way, { groupId, topics })
    await eventually(async () => (await committed(short.groupId, topic)) === '3', patient)
    link.release()
    gate.resolve()
    const error = await outcome.promise
    await eventually(() => old.assignments.length > 1, patient)
    await old.stop()

    expect([22, 25, 110]).toContain(way.client.faultOf(error).code)
    expect(await committed(short.groupId, topic)).toBe('3')
    expect(owner.taken).toEqual(['a', 'b', 'c'])
  },
)
