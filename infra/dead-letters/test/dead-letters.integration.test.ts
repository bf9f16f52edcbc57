import { createTopics } from '@tailspan/kafka'
import { createTestDatabase, infrastructure, readTopic, uniqueId } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { runDlt } from '../src/dlt.ts'
import { openOutboxTables, park } from './outbox-tables.ts'
import { openKafka, openTopic, writeDeadLetter } from './write-dead-letter.ts'

type Env = Readonly<Record<string, string>>

const brokers = () => ({ KAFKA_BROKERS: infrastructure().brokers })
const nowhere = 'postgres://nobody:hidden@127.0.0.1:1/tailspan'

/** Runs the program in this process; a refusal is what it would print. */
async function dlt(args: readonly string[], env: Env) {
  const said = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => ({
    write: (text: string) => {
      said[name] += text
    },
  })
  const startTelemetry = async () => ({ [Symbol.asyncDispose]: async () => {} })
  const around = { env, out: stream('out'), err: stream('err'), startTelemetry }
  const exitCode = await runDlt(args, around).catch((error: Error) => {
    said.err += `${error.message}\n`
    return 1
  })
  return { ...said, exitCode }
}

const listed = async (env: Env) => JSON.parse((await dlt(['list', '--json'], env)).out)

test('C8 a dead letter is listed, shown and replayed once, however often it is asked for', async () => {
  await using database = await createTestDatabase(infrastructure().postgresUrl)
  const env = { ...brokers(), DATABASE_URL: database.url }
  const topic = await openTopic()
  await writeDeadLetter({ topic, groupId: 'mailers', value: '{"email":"ada@example.com"}' })
  const [letter] = (await listed(env)).deadLetters.filter(isOf(topic))
  const id = letter.id.slice(0, 12)

  const shown = await dlt(['show', `mailers/${topic}/0@0`], env)
  const withValue = await dlt(['show', id, '--value'], env)
  const first = await dlt(['replay', id], env)
  const second = await dlt(['replay', id], env)
  const third = await dlt(['replay', id, '--again'], env)

  expect(shown.out).toContain('ce_type')
  expect(shown.out).not.toContain('ada@example.com')
  expect(withValue.out).toContain('ada@example.com')
  expect(first.out).toMatch(new RegExp(`^\\w{8,} sent to ${topic}/0@0, to be taken by mailers; `))
  expect(second.out).toMatch(/was replayed \d+ s ago, to .*: --again sends it once more\.\n$/)
  expect(third.out).toContain(`sent to ${topic}/0@1`)
  expect([first, second, third].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
  expect(await readTopic(infrastructure().brokers, topic)).toHaveLength(2)
  const [after] = (await listed(env)).deadLetters.filter(isOf(topic))
  expect(after.replays.map(({ to }: { to: string }) => to)).toEqual([
    `${topic}/0@0`,
    `${topic}/0@1`,
  ])
})

const isOf = (topic: string) => (one: { topic: string }) => one.topic === topic

test('a topic that is gone refuses the replay, and the letter stays unreplayed', async () => {
  await using database = await createTestDatabase(infrastructure().postgresUrl)
  const env = { ...brokers(), DATABASE_URL: database.url }
  const topic = uniqueId('orders')
  const onlyLetters = { topic: `${topic}.dlt`, partitions: 1, replicationFactor: 1 }
  await createTopics(await openKafka(), [onlyLetters])
  await writeDeadLetter({ topic, groupId: 'mailers', value: '{}' })

  const { out, exitCode } = await dlt(['replay', `mailers/${topic}/0@0`], env)

  expect(out).toMatch(/^\w{8,} was not sent: the record was refused: [^\n]+\n$/)
  expect(exitCode).toBe(1)
  expect((await listed(env)).deadLetters.filter(isOf(topic))).toMatchObject([{ replays: [] }])
})

test('rows that are parked in the outboxes of several services are listed, released and dropped', async () => {
  await using database = await createTestDatabase(infrastructure().postgresUrl)
  await openOutboxTables(database, ['order', 'inventory'])
  const [first, second, third] = [
    await park(database, { service: 'order', key: 'o-1' }),
    await park(database, { service: 'inventory', key: 'o-2' }),
    await park(database, { service: 'inventory', key: 'o-3' }),
  ]
  const env = { ...brokers(), DATABASE_URL: `${database.url} ${database.url}` }

  const before = await listed(env)
  const released = await dlt(['release', first, second], env)
  const unconfirmed = await dlt(['drop', third], env)
  const dropped = await dlt(['drop', third, '--yes'], env)
  const after = await listed(env)

  expect(before.parked).toMatchObject([
    { id: second, service: 'inventory', key: 'o-2', message: 'record-refused: too large' },
    { id: third, service: 'inventory' },
    { id: first, service: 'order', key: 'o-1', attempts: 5, eventType: 'order.placed' },
  ])
  expect(released.out).toContain(' released: the relay of order sends order.placed to orders ')
  expect(unconfirmed.err).toMatch(/^This deletes what was accepted: order.placed of o-3\./)
  expect(dropped.out).toContain('dropped: nobody will ever hear of order.placed of o-3.')
  expect([released, unconfirmed, dropped].map(({ exitCode }) => exitCode)).toEqual([0, 1, 0])
  expect(after.parked).toEqual([])
  const left = await database.query('select id, parked_at, attempts from "order".outbox')
  expect(left).toEqual([{ id: first, parked_at: null, attempts: 0 }])
})

test('a row is no letter and a letter no row: each is told what to do instead', async () => {
  await using database = await createTestDatabase(infrastructure().postgresUrl)
  await openOutboxTables(database, ['order'])
  const row = await park(database, { service: 'order', key: 'o-1' })
  const topic = await openTopic()
  await writeDeadLetter({ topic, groupId: 'mailers', value: '{}' })
  const env = { ...brokers(), DATABASE_URL: database.url }

  const replayed = await dlt(['replay', row], env)
  const released = await dlt(['release', `mailers/${topic}/0@0`], env)

  expect(replayed.err).toBe(`${row} is a parked row: release it, or drop it.\n`)
  expect(released.err).toMatch(/ is a dead letter: replay it, or leave it to [^\n]+\.\n$/)
  expect([replayed.exitCode, released.exitCode]).toEqual([1, 1])
})

test('Kafka or a database that is away is one sentence without a password, the other half is shown', async () => {
  await using database = await createTestDatabase(infrastructure().postgresUrl)
  await openOutboxTables(database, ['order'])
  const row = await park(database, { service: 'order', key: 'o-1' })
  const noKafka = { KAFKA_BROKERS: '127.0.0.1:1', DATABASE_URL: database.url }
  const nothing = { KAFKA_BROKERS: '127.0.0.1:1', DATABASE_URL: nowhere }

  const half = await dlt(['list'], noKafka)
  const none = await dlt(['list'], nothing)
  const all = await dlt(['replay', '--all'], nothing)
  const released = await dlt(['release', row], noKafka)

  expect(half.out).toContain(row.slice(0, 8))
  expect(half.err).toMatch(/^Kafka at 127\.0\.0\.1:1: [^\n]+set KAFKA_BROKERS\.\n$/)
  expect(none.err).toMatch(/\nPostgreSQL at 127\.0\.0\.1:1\/tailspan: [^\n]+set DATABASE_URL\.\n$/)
  expect(none.err).not.toContain('hidden')
  expect(all.err).toMatch(/^Kafka at 127\.0\.0\.1:1: [^\n]+\n$/)
  expect([half, none, all, released].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1, 0])
})
