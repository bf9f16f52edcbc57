import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Span, SpanStore } from '@tailspan/trace-testing'
import { expect, onTestFinished, test } from 'vitest'
import { expectedTrace } from './expected-trace.ts'
import { runDemo } from './run-demo.ts'

const traceId = 'a'.repeat(32)

test('a job whose trace is whole has no faults', async () => {
  const store = new SpanStore()
  const url = await answerWith(202, { id: 'j1', status: 'accepted' })

  const running = runDemo({ url, protocol: 'http1', store })
  store.add(expectedTrace.map(([service, name], i) => span(i, service, name)))

  const { facts, spans, faults } = await running
  expect(facts).toMatchObject({ jobId: 'j1', status: 'accepted' })
  expect(spans).toHaveLength(expectedTrace.length)
  expect(faults).toEqual([])
})

test('a job that is refused ends the start with the words of the intake', async () => {
  const url = await answerWith(503, { code: 'database-unavailable' })

  const running = runDemo({ url, protocol: 'http1', store: new SpanStore() })

  await expect(running).rejects.toMatchObject({
    code: 'demo-refused',
    message: expect.stringContaining('database-unavailable'),
  })
})

function span(i: number, service: string, name: string): Span {
  return { traceId, spanId: `${i}`.padStart(16, '0'), service, name, links: [] } as unknown as Span
}

/** An intake that answers everything so. */
async function answerWith(status: number, body: object): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, { traceresponse: `00-${traceId}-${'b'.repeat(16)}-01` })
    response.end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
