import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Runner } from '@tailspan/local/start'
import { spanOf } from '@tailspan/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { readSpanDetail } from './span-detail.ts'

const [traceId, spanId, other] = ['a'.repeat(32), 'b'.repeat(16), 'c'.repeat(16)]

const span = spanOf('POST /orders', {
  traceId,
  spanId,
  kind: 'SERVER',
  from: 0,
  to: 5,
  attributes: { note: 'seen' },
})

/** Logs of two services, as they lie in the folder of the runner. */
async function logFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tailspan-logs-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const line = (event: string, span_id: string, fields: object = {}) =>
    JSON.stringify({ level: 'info', event, trace_id: traceId, span_id, ...fields })
  const order = [
    // The end of a line whose beginning is not read any more.
    `"span_id":"${spanId}"}`,
    line('order.placed', spanId, { orderId: '0199' }),
    line('order.other', other),
    line('order.tells', other, { parent: spanId }),
  ]
  await writeFile(join(folder, 'order.log'), `${order.join('\n')}\n`)
  await writeFile(join(folder, 'order-next-1.log'), `${line('order.drained', spanId)}\n`)
  await writeFile(join(folder, 'notes.txt'), line('no.log', spanId))
  return folder
}

test('a span has the log lines with its id, of every instance, and no others', async () => {
  const runner = { logFolder: await logFolder() } as unknown as Runner

  const { logs } = await readSpanDetail(span, { runner, of: traceId })

  const byEvent = logs?.toSorted((a, b) => a.event.localeCompare(b.event))
  expect(byEvent).toEqual([
    { level: 'info', event: 'order.drained', text: '{}' },
    { level: 'info', event: 'order.placed', text: '{"orderId":"0199"}' },
  ])
})

test('where there is Jaeger a span leads to itself on the page of its trace', async () => {
  const tracePage = (id: string) => `http://127.0.0.1:16686/trace/${id}`
  const around = { runner: { tracePage } as unknown as Runner, of: traceId }

  const { jaegerUrl, logs } = await readSpanDetail(span, around)

  expect(jaegerUrl).toBe(`http://127.0.0.1:16686/trace/${traceId}?uiFind=${spanId}`)
  expect(logs).toBeUndefined()
})
