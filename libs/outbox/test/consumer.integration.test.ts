import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Consumer } from '@tailspan/kafka'
import { rootScope } from '@tailspan/scope'
import {
  eventually,
  infrastructure,
  readTopic,
  startKafkaLink,
  type TestDatabase,
  uniqueId,
} from '@tailspan/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { type Instance, openInstance, openTables, openTopic, runActor } from './open-outbox.ts'
import { createTaker } from './open-taker.ts'
import { changed } from './orders.ts'

const patient = { timeoutMs: 60_000 }
const shortSession = { sessionMs: 3_000, heartbeatMs: 200 }

async function given() {
  await using undo = new AsyncDisposableStack()
  const tables = undo.use(await openTables())
  const instance = undo.use(await openInstance(tables))
  const topic = await openTopic()
  const opened = undo.move()
  const place = { brokers: infrastructure().brokers, topic, groupId: uniqueId('group') }
  return {
    tables,
    instance,
    place,
    say: (orderIds: readonly string[]) =>
      Promise.all(orderIds.map((orderId) => sayOne(instance, { topic, orderId }))),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

function sayOne({ producer }: Instance, { topic, orderId }: { topic: string; orderId: string }) {
  const message = producer.create(topic, changed({ orderId, version: 1 }), rootScope)
  return producer.send(message, { scope: rootScope })
}

/** How often each order had its effect. */
async function effects(tables: TestDatabase): Promise<Record<string, number>> {
  const rows = await tables.query<{ id: string; version: number }>('select * from orders')
  return Object.fromEntries(rows.map(({ id, version }) => [id, version]))
}

const runTaker = async ({ actor, isJoined }: Consumer) => {
  const running = await runActor(actor)
  await eventually(isJoined, patient)
  return running
}

test('C1 the same id twice has one effect', async () => {
  await using setup = await given()
  const { topic } = setup.place
  const event = changed({ orderId: 'o', version: 1 })
  const message = setup.instance.producer.create(topic, event, rootScope)
  const seen: string[] = []
  const afterCommit = (id: string) => seen.push(id)
  await using _taker = await runTaker(
    await createTaker(setup.instance, { ...setup.place, afterCommit }),
  )

  for (let i = 0; i < 2; i++) await setup.instance.producer.send(message, { scope: rootScope })
  await eventually(() => seen.length === 2, patient)

  expect(seen).toEqual([event.id, event.id])
  expect(await effects(setup.tables)).toEqual({ o: 1 })
})

test('C2 an effect that throws takes its inbox row back, and the record has its effect when it is redelivered', async () => {
  await using setup = await given()
  let failures = 0
  const inEffect = () => {
    if (++failures < 3) throw new Error('effect failed')
  }
  const taken: string[] = []
  const afterCommit = (id: string) => taken.push(id)
  const taker = await createTaker(setup.instance, { ...setup.place, inEffect, afterCommit })
  await using _taker = await runTaker(taker)

  await setup.say(['o'])
  await eventually(() => taken.length === 1, patient)

  expect(failures).toBe(3)
  expect(await effects(setup.tables)).toEqual({ o: 1 })
  expect(await setup.tables.query('select message_id from inbox')).toEqual([
    { message_id: taken[0] },
  ])
})

test('C3 a kill -9 between commit and offset: the record is redelivered and has no second effect', async () => {
  await using setup = await given()
  const first = startProgram(setup.tables, setup.place)
  await setup.say(['o'])
  const committed = await first.says()

  await first.kill()
  const before = await effects(setup.tables)
  const second = startProgram(setup.tables, setup.place)
  const again = await second.says()
  await second.kill()

  expect(again).toBe(committed)
  expect(before).toEqual({ o: 1 })
  expect(await effects(setup.tables)).toEqual({ o: 1 })
})

test('C14 a kill -9 with a gap: what lies behind the first unfinished record is redelivered, one effect each', async () => {
  await using setup = await given()
  const [held = '', ...others] = Array.from({ length: 24 }, (_, i) => `o-${i}`)
  const heldEvent = changed({ orderId: held, version: 1 })
  const { producer } = setup.instance
  const message = producer.create(setup.place.topic, heldEvent, rootScope)
  await producer.send(message, { scope: rootScope })
  await setup.say(others)
  const behind = await recordsBeside(heldEvent.id, setup.place.topic)
  const haveEffect = (found: Record<string, number>) =>
    behind.every(({ key }) => found[`${key}`] === 1)
  const first = startProgram(setup.tables, { ...setup.place, held: heldEvent.id })
  await eventually(async () => haveEffect(await effects(setup.tables)), patient)
  // Longer than the pause between two commits of offsets: a gap that did not hold the offset would show.
  await new Promise((resolve) => setTimeout(resolve, 1_500))

  await first.kill()
  const again: string[] = []
  const afterCommit = (id: string) => again.push(id)
  const second = await createTaker(setup.instance, { ...setup.place, ...shortSession, afterCommit })
  await using _second = await runTaker(second)
  await eventually(() => behind.every(({ headers }) => again.includes(`${headers.ce_id}`)), patient)

  expect(behind.length).toBeGreaterThan(1)
  expect(await effects(setup.tables)).toSatisfy(haveEffect)
})

/** All records in the partition of this event. */
async function recordsBeside(id: string, topic: string) {
  const records = await readTopic(infrastructure().brokers, topic)
  const { partition } = records.find(({ headers }) => headers.ce_id === id) ?? {}
  return records.filter((one) => one.partition === partition)
}

type Place = {
  readonly brokers: string
  readonly topic: string
  readonly groupId: string
  /** The id of the one event that is held. */
  readonly held?: string
}

function startProgram({ url }: TestDatabase, { brokers, topic, groupId, held = '' }: Place) {
  const program = fileURLToPath(new URL('programs/take-orders.ts', import.meta.url))
  const flags = ['--conditions=@tailspan/source', program, url, brokers, topic, groupId, held]
  const child = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    says: async () => String((await once(child.stdout, 'data'))[0]).trim(),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

test('C4 two instances and rebalances in the middle: what both were given has one effect', async () => {
  await using setup = await given()
  await using link = await startKafkaLink(infrastructure())
  const orderIds = Array.from({ length: 60 }, (_, i) => `o-${i}`)
  const stuck = Promise.withResolvers<void>()
  const taken = { one: [] as string[], two: [] as string[] }
  const one = await createTaker(setup.instance, {
    ...setup.place,
    ...shortSession,
    brokers: link.address,
    async afterCommit(id) {
      // In the middle of its batch: committed in the database, and nothing of it in Kafka.
      if (taken.one.push(id) === 10) link.hold()
      if (taken.one.length >= 10) await stuck.promise
    },
  })
  const two = await createTaker(setup.instance, {
    ...setup.place,
    ...shortSession,
    afterCommit: (id) => taken.two.push(id),
  })

  await using _one = await runTaker(one)
  await setup.say(orderIds)
  await eventually(() => taken.one.length >= 10, patient)
  await using _two = await runTaker(two)
  await eventually(async () => Object.keys(await effects(setup.tables)).length === 60, patient)
  stuck.resolve()
  link.release()
  await setup.say(['late'])
  await eventually(async () => (await effects(setup.tables)).late === 1, patient)
  await eventually(one.isJoined, patient)

  const twice = taken.one.filter((id) => taken.two.includes(id))
  expect(twice.length).toBeGreaterThan(0)
  expect(new Set(Object.values(await effects(setup.tables)))).toEqual(new Set([1]))
})
