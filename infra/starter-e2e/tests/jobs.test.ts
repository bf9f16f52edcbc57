import '@tailspan/trace-testing/vitest'
import { eventually, uniqueId } from '@tailspan/testkit'
import { findSpan, type Span } from '@tailspan/trace-testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Accepted, type Jobs, openJobs } from '../src/open-jobs.ts'

const patient = { timeoutMs: 60_000 }

let jobs: Jobs
beforeAll(async () => {
  jobs = await openJobs()
})
afterAll(() => jobs[Symbol.asyncDispose]())

test('T1 one trace leads from the request to the job that is done, and the send outlives the answer', async () => {
  await postOne()
  jobs.link.hold()
  const { id, traceId } = await jobs.post('water the plants')
  await eventually(() => jobs.link.isHolding(id))
  jobs.link.release()
  await jobs.untilDone(id)

  const spans = await jobs.store.waitForTrace(traceId, isWhole, patient)

  expect(spans).toBeOneTrace()
  expect(spans).toHaveSpanTree(`
    POST /jobs SERVER intake
      create jobs PRODUCER intake
        send jobs CLIENT intake
        process jobs CONSUMER worker
  `)
  expect(findSpan(spans, 'send jobs CLIENT intake')).toOutlive(
    findSpan(spans, 'POST /jobs SERVER intake'),
  )
})

test('B1 the answer does not wait for Kafka, and the event follows it', async () => {
  jobs.link.hold()

  const { id } = await jobs.post('water the plants')
  const isBefore = await jobs.isOnTopic(id)
  jobs.link.release()
  await jobs.untilDone(id)

  expect([isBefore, await jobs.doneCount(id)]).toEqual([false, 1])
})

test('B2 a client that hangs up when its job is stored loses nothing', async () => {
  const task = uniqueId('task')
  jobs.link.hold()

  const client = jobs.hangUp(task)
  const [id = ''] = await eventually(async () => {
    const stored = await jobs.stored(task)
    return stored.length > 0 && stored
  }, patient)
  client.leave()
  const isBefore = await jobs.isOnTopic(id)
  jobs.link.release()

  await jobs.untilDone(id)
  expect(isBefore).toBe(false)
})

test('S7 SIGTERM under load: every job that was answered is done once, and the exit code is 0', async () => {
  await postOne()
  jobs.link.hold()
  const load = startLoad()
  await eventually(() => load.accepted.length >= 20)

  const exited = jobs.intake().kill('SIGTERM')
  await load.refused
  jobs.link.release()

  expect(await exited).toBe(0)
  await jobs.startAgain()
  await expectAllDone(load.accepted)
})

test('T5 kill -9 with the link held: the relay of the next process sends what was answered, in its trace', async () => {
  await postOne()
  jobs.link.hold()
  const accepted = [await jobs.post('one'), await jobs.post('two'), await jobs.post('three')]
  // What the process has not exported dies with it, and the trace would begin with the relay.
  for (const { traceId } of accepted) await jobs.store.waitForTrace(traceId, isAnswered, patient)

  await jobs.intake().kill('SIGKILL')
  jobs.link.sever()
  jobs.link.release()
  await jobs.startAgain()

  await expectAllDone(accepted)
  for (const { traceId } of accepted) {
    const spans = await jobs.store.waitForTrace(traceId, isWhole, patient)
    expect(spans).toHaveSpan('send jobs CLIENT intake')
    expect(findSpan(spans, 'send jobs CLIENT intake').links).toHaveLength(1)
  }
})

test('O5 while the broker is away the intake starts, is ready and takes jobs; they are done when it is there', async () => {
  jobs.link.hold()
  jobs.link.sever()
  await jobs.intake().kill('SIGTERM')
  await jobs.startAgain()

  const accepted = [await jobs.post('one'), await jobs.post('two')]
  const isBefore = await Promise.all(accepted.map(({ id }) => jobs.isOnTopic(id)))
  jobs.link.release()
  jobs.link.sever()

  expect(isBefore).toEqual([false, false])
  await expectAllDone(accepted)
})

/** The producer is connected and nothing waits once this is done. */
async function postOne(): Promise<void> {
  const { id } = await jobs.post('be the first')
  await jobs.untilDone(id)
  await jobs.untilSent()
}

/** Posts jobs, four at a time, until the first one is refused. */
function startLoad() {
  const accepted: Accepted[] = []
  const client = async () => {
    for (;;) accepted.push(await jobs.post('water the plants'))
  }
  const clients = Array.from({ length: 4 }, () => client().catch(() => {}))
  return { accepted, refused: Promise.all(clients) }
}

async function expectAllDone(accepted: readonly Accepted[]): Promise<void> {
  for (const { id } of accepted) {
    await jobs.untilDone(id)
    expect(await jobs.doneCount(id)).toBe(1)
  }
}

const has = (spans: readonly Span[], wanted: string) => spans.some(({ name }) => name === wanted)

const isAnswered = (spans: readonly Span[]) => has(spans, 'POST /jobs') && has(spans, 'create jobs')

const isWhole = (spans: readonly Span[]) =>
  isAnswered(spans) && has(spans, 'send jobs') && has(spans, 'process jobs')
