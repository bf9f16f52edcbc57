import { request } from 'node:http'
import {
  collectSpans,
  createTestDatabase,
  eventually,
  infrastructure,
  readTopic,
  startKafkaLink,
  type TestDatabase,
} from '@tailspan/testkit'
import { spawnService } from './spawn-service.ts'

/** Both services, running, with a link between the intake and Kafka that can be held. */
export type Jobs = Awaited<ReturnType<typeof openJobs>>

/** A job that was answered with 202. */
export type Accepted = { readonly id: string; readonly traceId: string }

const patient = { timeoutMs: 60_000 }

/** Starts intake and worker, each on a database of its own. */
export async function openJobs() {
  await using undo = new AsyncDisposableStack()
  const spans = undo.use(await collectSpans())
  const link = undo.use(await startKafkaLink(infrastructure()))
  const { postgresUrl, brokers } = infrastructure()
  const asked = undo.use(await createTestDatabase(postgresUrl))
  const done = undo.use(await createTestDatabase(postgresUrl))
  const startIntake = (env = {}) =>
    spawnService('intake', {
      ...spans.environment,
      KAFKA_BROKERS: link.address,
      DATABASE_URL: asked.url,
      ...env,
    })
  let intake = await startIntake()
  undo.defer(async () => void (await intake.kill('SIGTERM')))
  undo.use(
    await spawnService('worker', {
      ...spans.environment,
      KAFKA_BROKERS: brokers,
      DATABASE_URL: done.url,
    }),
  )
  const opened = undo.move()
  return {
    link,
    store: spans.store,
    intake: () => intake,
    /** Starts the intake that takes the place of one that has ended. */
    async startAgain(env = {}) {
      intake = await startIntake(env)
    },
    post: (task: string) => post(intake.url, task),
    hangUp: (task: string) => hangUp(intake.url, task),
    /** The ids of the jobs with this task that are stored. */
    stored: (task: string) => storedIds(asked, task),
    /** How often a job was done. */
    doneCount: async (id: string) =>
      (await done.query('select 1 from done_jobs where job_id = $1', [id])).length,
    async untilDone(id: string): Promise<void> {
      const query = 'select 1 from done_jobs where job_id = $1'
      await eventually(async () => (await done.query(query, [id])).length > 0, patient)
    },
    untilSent: () =>
      eventually(async () => (await asked.query('select 1 from outbox')).length === 0, patient),
    isOnTopic: async (id: string) =>
      (await readTopic(brokers, 'jobs')).some(({ key }) => key === id),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

async function storedIds({ query }: TestDatabase, task: string): Promise<string[]> {
  const rows = await query<{ id: string }>('select id from jobs where task = $1', [task])
  return rows.map(({ id }) => id)
}

async function post(url: string, task: string): Promise<Accepted> {
  const answer = await fetch(`${url}/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ task }),
  })
  if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`)
  // traceresponse: 00-<trace id>-<span id>-<flags>
  const [, traceId = ''] = answer.headers.get('traceresponse')?.split('-') ?? []
  const { id } = (await answer.json()) as { id: string }
  return { id, traceId }
}

/** Sends a job and returns what resets its connection. */
function hangUp(url: string, task: string) {
  const headers = { 'content-type': 'application/json' }
  const call = request(`${url}/jobs`, { method: 'POST', headers, agent: false })
  call.on('error', () => {})
  call.end(JSON.stringify({ task }))
  return { leave: () => call.destroy() }
}
