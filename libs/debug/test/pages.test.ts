import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api'
import { createReadiness, createTaskRegistry } from '@tailspan/lifecycle'
import { createScope } from '@tailspan/scope'
import { eventually } from '@tailspan/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { blockFor } from './burn.ts'
import { openDebug } from './open-debug.ts'

const run = promisify(execFile)
const traceId = '0af7651916cd43dd8448eb211c80319c'

/** A registry with one task that does not end before the test, made in a known trace. */
function openStuckTask() {
  const tasks = createTaskRegistry({ maxRunning: 1, maxQueued: 5, name: 'orders' })
  const span = { traceId, spanId: 'b7ad6b7169203331', traceFlags: TraceFlags.SAMPLED }
  const scope = createScope({ context: trace.setSpanContext(ROOT_CONTEXT, span) })
  const end = Promise.withResolvers<void>()
  const customer = { email: 'ada@example.com' }
  publishForTest()
  onTestFinished(async () => {
    end.resolve()
    await tasks.drain({ timeoutMs: 1_000 })
  })
  return tasks

  function publishForTest() {
    tasks.run('publish order', customer, () => end.promise, { scope })
    tasks.run('send mail', customer, () => end.promise, { scope })
  }
}

test('P6 the dump lists a pending task with its age, its trace id and where it was made', async () => {
  const { getText } = await openDebug({ tasks: [openStuckTask()] })

  const dump = await getText('/debug/pprof/goroutine?debug=2')

  expect(dump).toMatch(
    new RegExp(
      `task publish order \\[running, \\d+\\.\\d s\\] owner orders trace ${traceId}\n    at `,
    ),
  )
  expect(dump).toContain('publishForTest')
  expect(dump).toMatch(/^actor debug listener \[running, \d+\.\d s\]$/m)
})

test('P6 the counted form puts equal tasks and resources together', async () => {
  const { getText } = await openDebug({ tasks: [openStuckTask()] })

  const summary = await getText('/debug/pprof/goroutine')

  expect(summary).toMatch(/^actors: 2\n {2}running debug listener, for .* s\n {2}\w+ last, for/)
  expect(summary).toMatch(/^tasks: 2\n {2}1 × running publish order \(orders\), oldest/m)
  expect(summary).toMatch(/^ {2}1 × queued send mail/m)
  expect(summary).toMatch(/^ {2}\d+ × TCPServerWrap$/m)
})

test('the binary form of the dump does not exist', async () => {
  const { get } = await openDebug()

  expect((await get('/debug/pprof/goroutine?debug=0')).status).toBe(400)
})

test('/tasks shows a stuck task with age and trace id, and nothing of what it works on', async () => {
  const { get } = await openDebug({ tasks: [openStuckTask()] })

  const body = await eventually(async () => {
    const text = await (await get('/tasks')).text()
    return JSON.parse(text).tasks[0].ageMs > 5 && text
  })

  expect(JSON.parse(body)).toEqual({
    tasks: [
      {
        registry: 'orders',
        name: 'publish order',
        state: 'running',
        ageMs: expect.any(Number),
        traceId,
      },
      {
        registry: 'orders',
        name: 'send mail',
        state: 'queued',
        ageMs: expect.any(Number),
        traceId,
      },
    ],
  })
  expect(body).not.toContain('ada')
})

test('/readyz asks each dependency, in time, and says who did not answer', async () => {
  const { get, readiness } = await openDebug({
    readiness: createReadiness({ timeoutMs: 30, keepMs: 0 }),
  })
  let askedCount = 0
  readiness.add('postgres', async () => askedCount++)

  const ready = await get('/readyz')
  readiness.add('kafka', () => new Promise(() => {}))
  const late = await get('/readyz')

  expect([ready.status, await ready.json()]).toEqual([
    200,
    { ready: true, checks: { postgres: 'ok' } },
  ])
  expect([late.status, await late.json()]).toEqual([
    503,
    { ready: false, checks: { postgres: 'ok', kafka: 'no answer within 30 ms' } },
  ])
  expect(askedCount).toBe(2)
})

test('a process that stops is not ready, and alive', async () => {
  const { get, readiness } = await openDebug()

  readiness.refuse('stopping')
  const [ready, alive] = [await get('/readyz'), await get('/healthz')]

  expect([ready.status, await ready.json()]).toEqual([
    503,
    { ready: false, reason: 'stopping', checks: {} },
  ])
  expect([alive.status, await alive.text()]).toEqual([200, 'ok\n'])
})

test.each([
  ['in between', 0.3],
  ['all the time', 0.05],
])('/debug/eventloop shows for how long the loop was blocked, if %s', async (_, seconds) => {
  const { getJson } = await openDebug()

  let isMeasured = false
  const measured = getJson(`/debug/eventloop?seconds=${seconds}`).finally(() => {
    isMeasured = true
  })
  // Again and again, so that the loop is blocked while it is measured, however late that begins.
  while (!isMeasured) {
    blockFor(120)
    await new Promise((resolve) => setTimeout(resolve))
  }
  const report = await measured

  expect(report).toMatchObject({ seconds, p50Ms: expect.any(Number) })
  expect(report.maxMs).toBeGreaterThan(80)
  expect(report.utilization).toBeGreaterThan(0.1)
})

test('the command line is the one of this process', async () => {
  const { getText } = await openDebug()

  const words = (await getText('/debug/pprof/cmdline')).split('\0')

  expect(words).toEqual([process.execPath, ...process.execArgv, ...process.argv.slice(1)])
})

test('/metrics says so when telemetry is not registered', async () => {
  const { get } = await openDebug()

  const answer = await get('/metrics')

  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/)
  expect(await answer.text()).toBe('# telemetry is not registered in this process\n')
})

test('/metrics shows what was counted when telemetry is registered', async () => {
  const telemetry = ['--conditions=@tailspan/source', '--import', '@tailspan/telemetry/register']
  const program = join(import.meta.dirname, 'measured-process.ts')
  const env = {
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  }

  const { stdout } = await run(process.execPath, [...telemetry, program], {
    env,
    cwd: import.meta.dirname,
  })

  expect(stdout).toMatch(/^tailspan_test_orders_total(\{.*\})? 7( \d+)?$/m)
})

test('every page that the index names exists', async () => {
  const { get, getText } = await openDebug()

  const index = await getText('/debug/pprof/')
  const paths = [...index.matchAll(/href="([^"]+)"/g)].map(([, path]) => path as string)
  const answers = await Promise.all(paths.map((path) => get(`${path}?seconds=0.01`)))

  expect(paths).toContain('/debug/pprof/profile')
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
})

test('L4 fifty probes ask each dependency once', async () => {
  const { get, readiness } = await openDebug({ readiness: createReadiness({ keepMs: 60_000 }) })
  let askedCount = 0
  readiness.add('postgres', async () => askedCount++)

  const answers = await Promise.all(Array.from({ length: 50 }, () => get('/readyz')))

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(askedCount).toBe(1)
})
