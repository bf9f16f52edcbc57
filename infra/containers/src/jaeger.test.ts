import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SpanStore } from '@tailspan/trace-testing'
import { expect, onTestFinished, test } from 'vitest'
import { findTraces, followJaeger, readTrace, recallTrace, tracePage } from './jaeger.ts'

const traceId = '0123456789abcdef0123456789abcdef'

function tracesOf(service: string, spanId: string) {
  const span = { traceId, spanId, name: 'POST /orders', kind: 2 }
  const times = { startTimeUnixNano: '1000', endTimeUnixNano: '2000' }
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] }
  const scopeSpans = [{ scope: { name: 'tailspan' }, spans: [{ ...span, ...times }] }]
  return JSON.stringify({ result: { resourceSpans: [{ resource, scopeSpans }] } })
}

async function startJaeger(answer: (path: string) => [status: number, body: string]) {
  const server = createServer(({ url = '' }, response) => {
    const [status, body] = answer(url)
    response.writeHead(status).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

test('a trace is read as spans, over several lines of the answer', async () => {
  const lines = `${tracesOf('order', '1111111111111111')}\n${tracesOf('pricing', '2222222222222222')}\n`
  const jaeger = await startJaeger(() => [200, lines])

  const spans = await readTrace(jaeger, traceId)

  expect(spans.map(({ service, kind }) => [service, kind])).toEqual([
    ['order', 'SERVER'],
    ['pricing', 'SERVER'],
  ])
})

test('a trace that Jaeger does not know has no spans; a broken Jaeger is an error', async () => {
  const unknowing = await startJaeger(() => [404, '{"error":{}}'])
  const broken = await startJaeger(() => [500, 'out of memory'])

  expect(await readTrace(unknowing, traceId)).toEqual([])
  await expect(readTrace(broken, traceId)).rejects.toThrow('Jaeger answered 500: out of memory')
})

test('traces are read as they were stored: Jaeger sorts others in place, while somebody else reads them', async () => {
  const asked: string[] = []
  const jaeger = await startJaeger((path) => {
    asked.push(path)
    return [200, tracesOf('order', '1111111111111111')]
  })

  await readTrace(jaeger, traceId)
  await findTraces(jaeger, { service: 'order', since: new Date(0) })

  expect(asked.map((path) => path.match(/raw_traces=\w+/)?.[0])).toEqual(
    Array(2).fill('raw_traces=true'),
  )
})

test('traces of a service are asked for by time', async () => {
  const asked: string[] = []
  const jaeger = await startJaeger((path) => {
    asked.push(path)
    return [200, tracesOf('order', '1111111111111111')]
  })

  await findTraces(jaeger, { service: 'order', since: new Date(0) })

  const query = new URL(asked[0] ?? '', jaeger.url).searchParams
  expect(query.get('query.service_name')).toBe('order')
  expect(query.get('query.start_time_min')).toBe('1970-01-01T00:00:00.000Z')
})

test('a store is fed with what Jaeger gets, also when Jaeger fails in between', async () => {
  let askedCount = 0
  const jaeger = await startJaeger(() => {
    askedCount += 1
    return askedCount < 4 ? [503, ''] : [200, tracesOf('order', '1111111111111111')]
  })
  const store = new SpanStore()
  const off = new AbortController()
  const followed = followJaeger(jaeger, store, { signal: off.signal })

  const spans = await store.waitForTrace(traceId, (all) => all.length > 0)
  off.abort()
  await followed

  expect(spans).toHaveLength(1)
})

test('one trace is brought by its name; what is no name is not asked for, and no Jaeger has nothing', async () => {
  const asked: string[] = []
  const jaeger = await startJaeger((path) => {
    asked.push(path)
    return [200, tracesOf('order', '1111111111111111')]
  })
  const store = new SpanStore()

  for (const name of [
    '../../services',
    '',
    `${traceId}?x`,
    traceId.toUpperCase().replace('0', 'G'),
  ])
    await recallTrace(jaeger, store, name)
  await recallTrace({ url: 'http://127.0.0.1:1' }, store, traceId)
  const before = asked.length + store.spans().length
  await recallTrace(jaeger, store, traceId)

  expect(before).toBe(0)
  expect(store.trace(traceId)).toHaveLength(1)
})

test('traces since a moment are brought, and later only what may still grow is read again', async () => {
  const asked: Date[] = []
  const jaeger = await startJaeger((path) => {
    const since = new URL(path, 'http://jaeger').searchParams.get('query.start_time_min')
    asked.push(new Date(since ?? ''))
    return [200, tracesOf('order', '1111111111111111')]
  })
  const off = new AbortController()
  const [now, hourAgo] = [Date.now(), new Date(Date.now() - 3_600_000)]
  const options = { signal: off.signal, since: hourAgo, pollMs: 1 }

  const followed = followJaeger(jaeger, new SpanStore(), options)
  await expect.poll(() => asked.some((since) => since > hourAgo)).toBe(true)
  off.abort()
  await followed

  expect(asked[0]).toEqual(hourAgo)
  const last = asked.at(-1)?.getTime() ?? 0
  expect(last).toBeGreaterThanOrEqual(now - 300_000)
  expect(last).toBeLessThan(now)
})

test('the page of a trace is a link', () => {
  expect(tracePage({ url: 'http://127.0.0.1:16686' }, traceId)).toBe(
    `http://127.0.0.1:16686/trace/${traceId}`,
  )
})
