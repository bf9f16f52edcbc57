import { expect, test } from 'vitest'
import { sampleTrace, sketchSpan, sketchTrace, spanIdOf } from '../test/sample-trace.ts'
import { buildTree, findSpan, SpanStore } from './index.ts'
import './vitest.ts'

const spans = sampleTrace()

/** What a failing assertion says. */
function messageOf(assert: () => void): string {
  try {
    assert()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('the assertion held')
}

const firstLineOf = (assert: () => void) => messageOf(assert).split('\n')[0]

test('toBeOneTrace holds for a list, a tree, a store and a receiver', () => {
  const store = new SpanStore()
  store.add(spans)

  expect(spans).toBeOneTrace()
  expect(buildTree(spans)).toBeOneTrace()
  expect(store).toBeOneTrace()
  expect({ store }).toBeOneTrace()
})

test('toBeOneTrace holds when only the caller outside is missing', () => {
  const [root, ...rest] = spans
  const called = { ...root, parentSpanId: spanIdOf(99), parentIsRemote: true } as typeof root

  expect([called, ...rest]).toBeOneTrace()
})

test.each([
  ['no spans', [], 'expected one trace, but there are no spans'],
  [
    'two trace ids',
    [sketchSpan(), sketchSpan({ traceId: 'a'.repeat(32) })],
    'expected one trace, but these are 2',
  ],
  [
    'a lost parent',
    spans.filter(({ name }) => name !== 'create stock'),
    'expected one trace, but the parent of "send stock CLIENT inventory" is missing',
  ],
  [
    'two roots',
    [sketchSpan(), sketchSpan({ spanId: spanIdOf(2), name: 'drain', at: 1 })],
    'expected one trace, but it has 2 roots: "POST /orders INTERNAL order", "drain INTERNAL order"',
  ],
])('toBeOneTrace fails on %s and says so', (_, given, message) => {
  expect(firstLineOf(() => expect(given).toBeOneTrace())).toBe(message)
})

test('toBeOneTrace can be denied', () => {
  expect([sketchSpan(), sketchSpan({ traceId: 'a'.repeat(32) })]).not.toBeOneTrace()
  expect(firstLineOf(() => expect(spans).not.toBeOneTrace())).toBe(
    'expected these spans not to be one trace',
  )
})

test('toHaveSpanTree finds a part of the trace, siblings in any order', () => {
  expect(spans).toHaveSpanTree(`
    POST /orders SERVER order
      create orders PRODUCER order
        process orders CONSUMER notification
          send mail
        process orders CONSUMER inventory
        send orders
      GET /stock CLIENT
        GET /stock SERVER inventory
  `)
})

test('toHaveSpanTree reads a tree that was drawn with lines, in any indentation', () => {
  expect(spans).toHaveSpanTree(`
POST /orders            SERVER    order
├── GET /stock          CLIENT    order
│   └── GET /stock      SERVER    inventory
└── create orders       PRODUCER  order
    ├── send orders     CLIENT    order
    └── process orders  CONSUMER  inventory
  `)
})

test('toHaveSpanTree with exact accounts for every span, save at an ellipsis', () => {
  const [stock] = buildTree(spans).roots[0]?.children ?? []
  const part = { ...buildTree(spans), roots: stock ? [stock] : [] }

  expect(part).toHaveSpanTree('GET /stock CLIENT\n  GET /stock SERVER', { exact: true })
  expect(part).toHaveSpanTree('GET /stock CLIENT\n  …', { exact: true })
  expect(part).not.toHaveSpanTree('GET /stock CLIENT', { exact: true })
  expect(part).toHaveSpanTree('GET /stock CLIENT')
})

test('toHaveSpanTree tells twins apart by what is under them', () => {
  const twins = sketchTrace([
    [1, 0, 'create orders', 'PRODUCER', 'order', 0, 1],
    [2, 1, 'process orders', 'CONSUMER', 'mail', 1, 1],
    [3, 2, 'send mail', 'CLIENT', 'mail', 3, 1],
    [4, 2, 'write log', 'CLIENT', 'mail', 3, 1],
    [5, 1, 'process orders', 'CONSUMER', 'mail', 2, 1],
    [6, 5, 'send mail', 'CLIENT', 'mail', 2, 1],
    [7, 1, 'process orders', 'CONSUMER', 'mail', 3, 1],
  ])

  expect(twins).toHaveSpanTree(`
    create orders
      process orders
        send mail
      process orders
        send mail
        write log
      process orders
  `)
  expect(twins).not.toHaveSpanTree(`
    create orders
      process orders
        send mail
        write log
      process orders
        write log
  `)
})

test('toHaveSpanTree knows * as any text of a name', () => {
  expect(spans).toHaveSpanTree(`
    POST * SERVER
      * CLIENT order
      INSERT*
      create orders
        process * CONSUMER inventory
          * PRODUCER
  `)
})

test('a span that is missing is named, with what is there instead and where one stands', () => {
  const under = (child: string) => () =>
    expect(spans).toHaveSpanTree(`POST /orders\n  create orders\n    ${child}`)

  expect(firstLineOf(under('drop orders'))).toBe(
    'under "create orders PRODUCER order" there is no "drop orders"; there is ' +
      '"send orders CLIENT order", "process orders CONSUMER inventory", "process orders CONSUMER notification"',
  )
  expect(firstLineOf(under('send mail CLIENT'))).toBe(
    'under "create orders PRODUCER order" there is no "send mail CLIENT"; ' +
      'one is under "process orders CONSUMER notification"',
  )
  expect(firstLineOf(under('send orders\n      nothing'))).toBe(
    'under "send orders CLIENT order" there is no "nothing"; there is nothing',
  )
  expect(firstLineOf(() => expect(spans).toHaveSpanTree('GET /stock'))).toBe(
    'at the top there is no "GET /stock"; one is under "POST /orders SERVER order"',
  )
})

test('the first difference is looked for in the twin that comes closest', () => {
  const line = firstLineOf(() =>
    expect(spans).toHaveSpanTree(`
      POST /orders
        create orders
          process orders CONSUMER
            send mail
              resolve name
    `),
  )

  expect(line).toBe(
    'under "send mail CLIENT notification" there is no "resolve name"; there is nothing',
  )
})

test('a span too many is named where the tree must be exact', () => {
  const line = firstLineOf(() =>
    expect(spans).toHaveSpanTree(
      'POST /orders\n  GET /stock\n    …\n  POST /quotes\n    …\n  create orders\n    …',
      {
        exact: true,
      },
    ),
  )

  expect(line).toBe(
    'under "POST /orders SERVER order" there is "INSERT orders CLIENT order" besides what was expected',
  )
})

test('a failure shows the sentence, what was expected, and the trace with the place marked', () => {
  const given = sketchTrace([
    [1, 0, 'POST /orders', 'SERVER', 'order', 0, 12],
    [2, 1, 'create orders', 'PRODUCER', 'order', 9, 1],
  ])

  const message = messageOf(() =>
    expect(given).toHaveSpanTree(`
      POST /orders
        create orders
          send orders
    `),
  )

  expect(message.split('\n')).toEqual([
    'under "create orders PRODUCER order" there is no "send orders"; there is nothing',
    '',
    'expected this span tree:',
    '',
    '  POST /orders',
    '    create orders',
    '      send orders',
    '',
    'the trace:',
    '',
    '  trace 4bf92f3577b34da6a3ce929d0e0e4736 · 2 spans · 1 service · 12.0 ms',
    '',
    expect.stringMatching(/^ +kind {6}service/),
    expect.stringMatching(/^ {2}POST \/orders {6}SERVER/),
    expect.stringMatching(/^ {2}└─ create orders {2}PRODUCER/),
    '        ◀ here',
  ])
})

test('toHaveSpanTree can be denied', () => {
  const line = firstLineOf(() => expect(spans).not.toHaveSpanTree('POST /orders'))

  expect(line).toBe('expected not this span tree:')
})

test.each([
  ['nothing', ' \n ', 'the expected span tree is empty'],
  ['a line out of step', 'a\n    b\n  c', 'line 3, "c", lines up with no line above it'],
  [
    'a first line that is deeper than the second',
    '  a\nb',
    'line 2, "b", lines up with no line above it',
  ],
])('a notation with %s is refused', (_, notation, message) => {
  expect(firstLineOf(() => expect(spans).toHaveSpanTree(notation))).toBe(message)
})

test('toHaveSpan finds by words or by shape', () => {
  const tagged = [
    ...spans,
    sketchSpan({ spanId: spanIdOf(50), name: 'publish order', attributes: { n: 7, text: 'abc' } }),
  ]

  expect(tagged).toHaveSpan('send mail CLIENT notification')
  expect(tagged).toHaveSpan('send mail', { times: 2 })
  expect(tagged).not.toHaveSpan('send mail', { times: 1 })
  expect(tagged).toHaveSpan({ name: /^publish/, kind: 'INTERNAL', attributes: { n: 7 } })
  expect(tagged).toHaveSpan({
    attributes: { text: expect.stringContaining('b'), gone: undefined },
    service: 'order',
  })
  expect(tagged).not.toHaveSpan('send mail SERVER')
  expect(tagged).not.toHaveSpan({ status: 'ERROR' })
})

test('toHaveSpan shows the nearest span when there is none', () => {
  const given = [
    sketchSpan({
      spanId: spanIdOf(1),
      kind: 'CLIENT',
      attributes: { 'tailspan.detached': true, peer: 'a' },
    }),
    sketchSpan({
      spanId: spanIdOf(2),
      name: 'publish',
      attributes: { 'tailspan.detached': false },
    }),
  ]

  const message = messageOf(() =>
    expect(given).toHaveSpan({
      name: 'publish',
      kind: 'CLIENT',
      attributes: { 'tailspan.detached': true, peer: 'a' },
    }),
  )

  expect(message.split('\n').slice(0, 4)).toEqual([
    'expected a span "publish CLIENT" tailspan.detached=true peer="a", but there are 0',
    'the nearest is "publish INTERNAL order": its kind is INTERNAL, its tailspan.detached is false, it has no attribute peer',
    '',
    expect.stringContaining('trace 4bf92f'),
  ])
})

test('toHaveSpan counts', () => {
  const line = firstLineOf(() => expect(spans).toHaveSpan('send mail', { times: 3 }))

  expect(line).toBe('expected a span "send mail" 3 times, but there are 2')
})

test('toHaveLinkTo compares both ids', () => {
  const target = sketchSpan({ traceId: 'a'.repeat(32), spanId: spanIdOf(1) })
  const links = [{ traceId: target.traceId, spanId: target.spanId, attributes: {} }]
  const linking = sketchSpan({ name: 'process orders', links })

  expect(linking).toHaveLinkTo(target)
  expect(linking).not.toHaveLinkTo({ ...target, traceId: 'b'.repeat(32) })
  expect(linking).not.toHaveLinkTo({ ...target, spanId: spanIdOf(2) })
  expect(messageOf(() => expect(target).toHaveLinkTo(linking))).toMatch(/its links: none$/)
  expect(messageOf(() => expect(linking).toHaveLinkTo(linking))).toContain(
    `its links: \n  ${target.traceId} ${target.spanId}`,
  )
})

test('toBeChildOf compares the parent and the trace', () => {
  const [parent, child] = spans as [(typeof spans)[0] & {}, (typeof spans)[0] & {}]

  expect(child).toBeChildOf(parent)
  expect(parent).not.toBeChildOf(child)
  expect({ ...child, traceId: 'a'.repeat(32) }).not.toBeChildOf(parent)
})

test('toOutlive compares the ends', () => {
  const [answer, send] = [findSpan(spans, 'POST /orders'), findSpan(spans, 'INSERT orders')]
  const [mail] = spans.filter(({ name }) => name === 'send mail')

  expect(mail).toOutlive(answer)
  expect(send).not.toOutlive(answer)
  expect(answer).not.toOutlive(answer)
  expect(messageOf(() => expect(send).toOutlive(answer))).toBe(
    'expected "INSERT orders CLIENT order" to outlive "POST /orders SERVER order"; it ended 2.40 ms before it',
  )
})

test('toOverlap wants a moment at which both ran', () => {
  const at = (startMs: number, lastsMs: number) => sketchSpan({ at: startMs, lasts: lastsMs })

  expect(at(0, 10)).toOverlap(at(9, 10))
  expect(at(9, 10)).toOverlap(at(0, 10))
  expect(at(0, 10)).toOverlap(at(2, 3))
  expect(at(0, 10)).not.toOverlap(at(10, 10))
  expect(messageOf(() => expect(at(30, 1)).toOverlap(at(0, 10)))).toMatch(
    /began 20\.0 ms after ".*" had ended$/,
  )
})

test('a matcher for one span refuses a list or nothing', () => {
  const [first = sketchSpan()] = spans

  expect(() => expect(spans).toOutlive(first)).toThrow('what is asserted must be one span')
  expect(() => expect(undefined).toHaveLinkTo(first)).toThrow(TypeError)
})

test('the matchers wait with expect.poll', async () => {
  const store = new SpanStore()
  queueMicrotask(() => store.add(spans))

  await expect.poll(() => store).toHaveSpan('send mail', { times: 2 })
})
