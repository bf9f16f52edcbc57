import { createDeadLetters, createKafka, createProducer } from '@tailspan/kafka'
import { runTogether, untilSignal } from '@tailspan/lifecycle'
import { rootScope } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import {
  countWaiting,
  createTestDatabase,
  eventually,
  infrastructure,
  lockRows,
  uniqueId,
} from '@tailspan/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWorkerConfig } from '../src/config.ts'
import { wire } from '../src/wire.ts'

const patient = { timeoutMs: 60_000 }
// Stands for SIGTERM, which vitest listens to itself.
const signal = 'SIGUSR2'
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

let worker: Awaited<ReturnType<typeof openWorker>>
beforeAll(async () => {
  worker = await openWorker()
})
afterAll(() => worker[Symbol.asyncDispose]())

describe('what it consumes', () => {
  test('C1 a job is done once, although its event comes twice', async () => {
    const job = givenJob()

    await worker.publish(job)
    await worker.publish(job)
    // Its key is the same, so its partition is: when it is done, the two before it were taken in.
    const behind = { ...givenJob(), subject: job.subject }
    await worker.publish(behind)

    await eventually(async () => (await worker.done(behind)).length === 1, patient)
    expect(await worker.done(job)).toEqual([{ task: 'water the plants' }])
  })

  test('C5 a record that is no job becomes a dead letter, and those behind it are done', async () => {
    const [bad, good] = [givenJob(), givenJob()]

    await worker.publish({ ...bad, data: { ...bad.data, task: 7 } })
    await worker.publish(good)

    await eventually(async () => (await worker.deadLetters(bad)).length === 1, patient)
    await eventually(async () => (await worker.done(good)).length === 1, patient)
    expect(await worker.done(bad)).toEqual([])
  })
})

describe('how it stops', () => {
  test('S1 a job in hand is done before it ends, and the exit code is 0', async () => {
    const job = givenJob()
    const lock = await worker.lock()
    await worker.publish(job)
    await eventually(() => worker.isWaiting(), patient)

    const stopped = worker.stop()
    await lock[Symbol.asyncDispose]()

    expect(await stopped).toBe(0)
    expect(await worker.done(job)).toHaveLength(1)
  })
})

function givenJob() {
  const jobId = crypto.randomUUID()
  const data = { jobId, task: 'water the plants', acceptedAt: '2026-11-21T08:00:00.000Z' }
  const about = { type: 'job.accepted', source: '/test', time: data.acceptedAt, subject: jobId }
  return { id: uniqueId('event'), ...about, data }
}

type Job = Omit<ReturnType<typeof givenJob>, 'data'> & {
  readonly data: { readonly jobId: string; readonly task: unknown }
}

/** The service as it is wired, on a database of its own. */
async function openWorker() {
  await using undo = new AsyncDisposableStack()
  const database = undo.use(await createTestDatabase(infrastructure().postgresUrl))
  const config = readWorkerConfig({
    HTTP_PORT: '0',
    DEBUG_PORT: '0',
    KAFKA_BROKERS: infrastructure().brokers,
    DATABASE_URL: database.url,
    DRAIN: '20s',
  })
  const { actors, readiness } = await wire({ config, log: silent })
  const { drainMs } = config
  const running = runTogether([untilSignal(signal), ...actors], { drainMs, readiness, log: silent })
  const stop = () => {
    process.emit(signal)
    return running
  }
  undo.defer(async () => void (await stop()))
  const bus = undo.use(await openBus())
  await eventually(async () => (await readiness.check()).ready, patient)
  const opened = undo.move()
  return {
    ...bus,
    stop,
    done: ({ data: { jobId } }: Job) =>
      database.query<{ task: string }>('select task from done_jobs where job_id = $1', [jobId]),
    lock: () => lockRows(database.url, 'lock table done_jobs in exclusive mode'),
    isWaiting: async () => (await countWaiting(database)) === 1,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

/** Kafka as the intake uses it. */
async function openBus() {
  const brokers = infrastructure().brokers.split(',')
  const kafka = await createKafka({ brokers, clientId: 'test', log: silent })
  const producer = createProducer(kafka)
  await producer.actor.start?.(new AbortController().signal)
  return {
    publish: (event: Job) =>
      producer.send(producer.create('jobs', event, rootScope), { scope: rootScope }),
    async deadLetters({ data: { jobId } }: Job) {
      const { letters } = await createDeadLetters(kafka).list()
      return letters.filter(({ key }) => key === jobId)
    },
    [Symbol.asyncDispose]: async () =>
      void (await producer.actor.stop?.(AbortSignal.timeout(2_000), 100)),
  }
}
