import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inspect, promisify } from 'node:util'
import { createTestDatabase, infrastructure } from '@tailspan/testkit'
import { startReceiver } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const flags = ['--conditions=@tailspan/source', '--import', '@tailspan/telemetry/register']

/** What one run of a program shows from outside: its spans, its log, its metrics. */
async function runProgram(name = 'order-in-a-trace') {
  await using outside = await createTestDatabase(infrastructure().postgresUrl)
  await outside.query('create table tea (sku text primary key, pieces int not null)')
  await using receiver = await startReceiver()
  const program = here(`programs/${name}.ts`)
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program, outside.url], {
    cwd: here('..'),
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: 'order' },
  })
  return { spans: receiver.store.spans(), stdout }
}

test('statements are spans of the trace they belong to, named by operation and table', async () => {
  const { spans } = await runProgram()

  const parent = spans.find(({ name }) => name === 'POST /orders')
  const statements = spans.filter((span) => span !== parent)
  expect(statements.map(({ name }) => name)).toEqual([
    'INSERT tea',
    'BATCH UPDATE tea SELECT tea',
    'COMMIT',
    'BATCH INSERT tea',
    'SELECT',
  ])
  expect(new Set(statements.map(({ parentSpanId }) => parentSpanId))).toEqual(
    new Set([parent?.spanId]),
  )
  expect(statements[0]).toMatchObject({
    kind: 'CLIENT',
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': 'INSERT',
      'db.collection.name': 'tea',
      'db.query.text': 'insert into "tea" ("sku", "pieces") values ($1, $2)',
    },
  })
})

test('what shares a round trip is one span by the conventions of batches, without BEGIN and COMMIT', async () => {
  const { spans } = await runProgram()

  const [mixed, inserts] = spans.filter(({ name }) => name.startsWith('BATCH'))
  expect(mixed?.attributes).toMatchObject({
    'db.operation.name': 'BATCH',
    'db.operation.batch.size': 2,
    'db.collection.name': 'tea',
    'db.query.text': 'update tea set pieces = ?; select * from tea where sku = ?',
  })
  expect(inserts).toMatchObject({ kind: 'CLIENT', name: 'BATCH INSERT tea' })
  expect(inserts?.attributes).toMatchObject({
    'db.system.name': 'postgresql',
    'db.operation.name': 'BATCH INSERT',
    'db.operation.batch.size': 3,
    'server.address': expect.any(String),
  })
})

test('a trace that is not sampled reads no statement but to send it', async () => {
  const { spans, stdout } = await runProgram('count-reads')

  const { sampledOut, sampled } = JSON.parse(stdout)
  expect(sampledOut).toBe(2)
  expect(sampled).toBeGreaterThan(2)
  expect(spans.map(({ name }) => name)).toEqual(['BATCH SELECT'])
})

test('T9 no value reaches a span, a log line or a metric, also when the database repeats it', async () => {
  const { spans, stdout } = await runProgram()

  const failed = spans.filter(({ status }) => status.code === 'ERROR')
  expect(failed.map(({ name }) => name)).toEqual(['SELECT'])
  expect(failed[0]).toMatchObject({
    status: { message: '22P02' },
    attributes: { 'error.type': '22P02', 'db.response.status_code': '22P02' },
  })
  expect(inspect(spans, { depth: null })).not.toContain('example.com')
  expect(stdout).toContain('"code":"database-fault"')
  expect(stdout).not.toContain('example.com')
})

test('the connections of the pool are counted', async () => {
  const { stdout } = await runProgram()

  const pool = 'db_client_connection_pool_name=\\"tailspan\\"'
  expect(stdout).toContain(`db_client_connection_max{${pool}`)
  expect(stdout).toContain('db_client_connection_count{')
  expect(stdout).toContain('db_client_operation_duration_seconds_count{')
})
