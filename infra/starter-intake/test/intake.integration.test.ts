import { runTogether, untilSignal } from '@tailspan/lifecycle'
import type { JobReceipt } from '@tailspan/starter-contracts'
import type { Log } from '@tailspan/telemetry'
import {
  createTestDatabase,
  eventually,
  infrastructure,
  readTopic,
  startKafkaLink,
} from '@tailspan/testkit'
import { describe, expect, test } from 'vitest'
import { readIntakeConfig } from '../src/config.ts'
import { wire } from '../src/wire.ts'

const patient = { timeoutMs: 60_000 }
// Stands for SIGTERM, which vitest listens to itself.
const signal = 'SIGUSR2'

describe('how it is asked', () => {
  test('a job is stored and answered with 202 and its id', async () => {
    await using intake = await openIntake()

    const answer = await intake.post({ task: 'water the plants' })

    const receipt = (await answer.json()) as JobReceipt
    expect(answer.status).toBe(202)
    expect(receipt).toEqual({ id: expect.any(String), status: 'accepted' })
    expect(await intake.jobs()).toEqual([{ id: receipt.id, task: 'water the plants' }])
  })

  test.each([
    ['no task', {}],
    ['an unknown field', { task: 'water', urgent: true }],
  ])('a job with %s is refused and not stored', async (_, body) => {
    await using intake = await openIntake()

    const answer = await intake.post(body)

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'invalid-request' })
    expect(await intake.jobs()).toEqual([])
  })
})

describe('what it publishes', () => {
  test('O1 the event of a stored job is on its topic, under its key', async () => {
    await using intake = await openIntake()

    const id = await intake.accept('water the plants')

    const record = await eventually(() => recordOf(id), patient)
    expect(record.headers).toMatchObject({ ce_type: 'job.accepted', ce_source: '/intake' })
    expect(JSON.parse(record.value ?? '')).toMatchObject({ jobId: id, task: 'water the plants' })
  })

  test('O5 while Kafka is away jobs are taken, and their events follow', async () => {
    await using link = await startKafkaLink(infrastructure())
    link.hold()
    await using intake = await openIntake({ KAFKA_BROKERS: link.address })

    const id = await intake.accept('water the plants')
    const before = await recordOf(id)
    link.release()

    expect(before).toBe(false)
    expect(await eventually(() => recordOf(id), patient)).toMatchObject({ key: id })
  })
})

describe('how it stops', () => {
  test('S7 what was accepted is published before it ends, and the exit code is 0', async () => {
    await using link = await startKafkaLink(infrastructure())
    await using intake = await openIntake({ KAFKA_BROKERS: link.address })
    await publishOne(intake)
    link.hold()
    const id = await intake.accept('water the plants')
    await eventually(() => link.isHolding(id))

    const stopped = intake.stop()
    await eventually(() => intake.refuses(), patient)
    link.release()

    expect(await stopped).toBe(0)
    expect(await recordOf(id)).toMatchObject({ key: id })
  })
})

/** The producer is connected once this is published, and waits for no answer once its row is gone. */
async function publishOne(intake: Intake): Promise<void> {
  await intake.accept('be the first')
  await eventually(async () => (await intake.outbox()).length === 0, patient)
}

async function recordOf(jobId: string) {
  const records = await readTopic(infrastructure().brokers, 'jobs')
  return records.find(({ key }) => key === jobId) ?? false
}

type Intake = Awaited<ReturnType<typeof openIntake>>

/** The service as it is wired, on a database of its own. */
async function openIntake(env: Readonly<Record<string, string>> = {}) {
  await using undo = new AsyncDisposableStack()
  const database = undo.use(await createTestDatabase(infrastructure().postgresUrl))
  const { log, port } = listeningLog()
  const config = readIntakeConfig({
    HTTP_PORT: '0',
    DEBUG_PORT: '0',
    KAFKA_BROKERS: infrastructure().brokers,
    DATABASE_URL: database.url,
    DRAIN: '20s',
    ...env,
  })
  const { actors, readiness } = await wire({ config, log })
  const { drainMs } = config
  const running = runTogether([untilSignal(signal), ...actors], { drainMs, readiness, log })
  const stop = () => {
    process.emit(signal)
    return running
  }
  undo.defer(async () => void (await stop()))
  await eventually(() => readiness.ready(), patient)
  const opened = undo.move()
  const url = `http://127.0.0.1:${await port}`
  const post = (body: object) =>
    fetch(`${url}/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return {
    post,
    stop,
    async accept(task: string): Promise<string> {
      const answer = await post({ task })
      expect(answer.status).toBe(202)
      return ((await answer.json()) as JobReceipt).id
    },
    refuses: () =>
      fetch(`${url}/healthz`).then(
        () => false,
        () => true,
      ),
    jobs: () => database.query('select id, task from jobs'),
    outbox: () => database.query('select id from outbox'),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

/** A log that tells the port which the service was given. */
function listeningLog() {
  const port = Promise.withResolvers<number>()
  const info: Log['info'] = (event, fields = {}) => {
    if (event === 'http.listening' && fields.name === 'http') port.resolve(Number(fields.port))
  }
  const log: Log = { debug() {}, info, warn() {}, error() {} }
  return { log, port: port.promise }
}
