import { propagation, trace } from '@opentelemetry/api'
import { createPropagator, type PropagatorName } from '@tailspan/telemetry'
import { expect, test } from 'vitest'
import { serve } from '../../test/serve.ts'
import { collectSpans } from '../../test/tracing.ts'
import { type Context, Router, requestScope } from '../index.ts'

collectSpans()

/** As register does at the start, with this OTEL_PROPAGATORS. */
function propagateBy(...names: PropagatorName[]) {
  propagation.disable()
  propagation.setGlobalPropagator(createPropagator(names))
}

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'
const short = 'a3ce929d0e0e4736'
const b3 = `${traceId}-${spanId}`
const multi = { 'x-b3-traceid': traceId, 'x-b3-spanid': spanId }
const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`

/** Asks a server once: what it answers with, and what the handler's work would send on. */
async function ask(headers: Record<string, string> | [string, string][]) {
  const sent: Record<string, string> = {}
  const answer = (ctx: Context) => {
    propagation.inject(requestScope(ctx).context, sent)
    ctx.body = { sampled: trace.getSpan(requestScope(ctx).context)?.isRecording() }
  }
  await using server = await serve(new Router().get('/', answer), {
    baggageAllow: ['tenant'],
  })
  const answered = await fetch(server.url, { headers })
  const { sampled } = (await answered.json()) as { sampled: boolean }
  expect(answered.status).toBe(200)
  return { sent, sampled, traceresponse: answered.headers.get('traceresponse') ?? '' }
}

const joined: [name: string, headers: Record<string, string>, traceId: string, sampled: boolean][] =
  [
    ['b3', { b3: `${b3}-1` }, traceId, true],
    ['b3 with a parent', { b3: `${b3}-1-${spanId}` }, traceId, true],
    ['b3 that says 0', { b3: `${b3}-0` }, traceId, false],
    ['b3 that says d', { b3: `${b3}-d` }, traceId, true],
    ['b3 that says nothing', { b3 }, traceId, false],
    ['b3 of 64 bits', { b3: `${short}-${spanId}-1` }, short.padStart(32, '0'), true],
    ['X-B3', { ...multi, 'x-b3-sampled': '1' }, traceId, true],
    ['X-B3 that says 0', { ...multi, 'x-b3-sampled': '0' }, traceId, false],
    ['X-B3 of an old sender', { ...multi, 'x-b3-sampled': 'true' }, traceId, true],
    ['X-B3 for debugging', { ...multi, 'x-b3-flags': '1' }, traceId, true],
    ['X-B3 of 64 bits', { ...multi, 'x-b3-traceid': short }, short.padStart(32, '0'), false],
    ['X-B3 beside a broken b3', { ...multi, 'x-b3-sampled': '1', b3: 'x' }, traceId, true],
  ]

test.each(joined)('Q1 a request is joined by its %s', async (...[, headers, joinedId, sampled]) => {
  propagateBy('b3')

  const seen = await ask(headers)

  expect(seen.sampled).toBe(sampled)
  expect(seen.traceresponse.split('-').slice(1, 2)).toEqual([joinedId])
  expect(seen.sent.b3?.split('-')[0]).toBe(joinedId)
})

test('Q1 debugging goes on to peers', async () => {
  propagateBy('b3')
  expect((await ask({ b3: `${b3}-d` })).sent.b3).toMatch(/-d$/)

  propagateBy('b3multi')
  expect((await ask({ ...multi, 'x-b3-flags': '1' })).sent['x-b3-flags']).toBe('1')
})

test.each([{ b3: '0' }, { 'x-b3-sampled': '0' }, { 'x-b3-sampled': 'false' }])(
  'Q1 a caller that says no more than %j is not sampled, here and behind us',
  async (headers) => {
    propagateBy('b3')

    const { sampled, sent, traceresponse } = await ask(headers)

    expect(sampled).toBe(false)
    expect(sent.b3).toMatch(/^[0-9a-f]{32}-[0-9a-f]{16}-0$/)
    expect(traceresponse).toMatch(/-00$/)
  },
)

test('Q1 a refusal of sampling keeps the trace that another format has brought', async () => {
  propagateBy('tracecontext', 'b3')

  const { sampled, traceresponse } = await ask({ traceparent, b3: '0' })

  expect({ sampled, traceresponse }).toEqual({
    sampled: false,
    traceresponse: expect.stringMatching(/^00-a{32}-[0-9a-f]{16}-00$/),
  })
})

const sets: [setting: PropagatorName[], joined: string | undefined, sent: string[]][] = [
  [['tracecontext', 'baggage'], 'a'.repeat(32), ['baggage', 'traceparent']],
  [['tracecontext'], 'a'.repeat(32), ['traceparent']],
  [['b3multi'], traceId, ['x-b3-sampled', 'x-b3-spanid', 'x-b3-traceid']],
  [['b3', 'tracecontext'], 'a'.repeat(32), ['b3', 'traceparent']],
  [['tracecontext', 'b3'], traceId, ['b3', 'traceparent']],
  [['baggage'], undefined, ['baggage']],
  [[], undefined, []],
]

test.each(sets)(
  'Q1 with OTEL_PROPAGATORS=%j a request is joined and continued by it; the last in the list wins',
  async (setting, joinedId, names) => {
    propagateBy(...setting)

    const { sent, traceresponse } = await ask({
      traceparent,
      b3: `${b3}-1`,
      baggage: 'tenant=acme',
    })

    expect(Object.keys(sent).sort()).toEqual(names)
    expect(traceresponse).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    if (joinedId) expect(traceresponse).toContain(joinedId)
    else expect(traceresponse).not.toMatch(`${traceId}|a{32}`)
  },
)

const hostile: [name: string, headers: [string, string][]][] = [
  ['no hex', [['b3', `${'z'.repeat(32)}-${spanId}-1`]]],
  ['zeros', [['b3', `${'0'.repeat(32)}-${spanId}-1`]]],
  ['a zero span', [['b3', `${traceId}-${'0'.repeat(16)}-1`]]],
  ['ids in other text', [['b3', `<script>${b3}-1</script>`]]],
  ['an oversized value', [['b3', `${b3}-1-${spanId}${'0'.repeat(5_000)}`]]],
  ['upper case', [['b3', `${b3}-1`.toUpperCase()]]],
  ['an unknown sampling', [['b3', `${b3}-x`]]],
  [
    'two of them',
    [
      ['b3', `${b3}-1`],
      ['b3', `${'c'.repeat(32)}-${spanId}-1`],
    ],
  ],
  [
    'the same twice',
    [
      ['b3', `${b3}-1`],
      ['b3', `${b3}-1`],
    ],
  ],
  [
    'two trace ids',
    [
      ['x-b3-traceid', traceId],
      ['x-b3-traceid', traceId],
      ['x-b3-spanid', spanId],
    ],
  ],
  [
    'two span ids',
    [
      ['x-b3-traceid', traceId],
      ['x-b3-spanid', spanId],
      ['x-b3-spanid', spanId],
    ],
  ],
  [
    'a trace id in upper case',
    [
      ['x-b3-traceid', traceId.toUpperCase()],
      ['x-b3-spanid', spanId],
    ],
  ],
  [
    'no span id',
    [
      ['x-b3-traceid', traceId],
      ['x-b3-sampled', '1'],
    ],
  ],
  [
    'an oversized span id',
    [
      ['x-b3-traceid', traceId],
      ['x-b3-spanid', spanId.repeat(500)],
    ],
  ],
]

test.each(hostile)('Q1 T10 a b3 header with %s is ignored, and not echoed', async (_, pairs) => {
  propagateBy('b3')

  const { sent, traceresponse } = await ask(pairs)

  expect(traceresponse).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  expect(`${traceresponse} ${sent.b3}`).not.toMatch(new RegExp(`${traceId}|c{32}|script`, 'i'))
})
