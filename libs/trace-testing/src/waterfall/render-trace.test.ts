import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { sampleTrace, sketchSpan, sketchTrace, spanIdOf } from '../../test/sample-trace.ts'
import { buildTree, renderTrace } from '../index.ts'
import { cellsOf } from './fit-text.ts'

const linesOf = (text: string) => text.split('\n')
const draw = (...given: Parameters<typeof sketchTrace>) =>
  renderTrace(buildTree(sketchTrace(...given)), { width: 80 })

test('a whole order reads from top to bottom and from left to right', () => {
  const picture = renderTrace(buildTree(sampleTrace()))

  expect(`\n${picture}\n`).toBe(wholeOrder)
})

const wholeOrder = `
trace 4bf92f3577b34da6a3ce929d0e0e4736 · 18 spans · 4 services · 71.2 ms

                                  kind      service         start     took  0       25 ms    50 ms
POST /orders                      SERVER    order               0  12.4 ms  ━━━━┊
├─ GET /stock                     CLIENT    order         1.10 ms  4.20 ms  ╺━  ┊
│  └─ GET /stock                  SERVER    inventory     1.90 ms  2.80 ms  ╺╸  ┊
├─ POST /quotes                   CLIENT    order         1.20 ms  3.10 ms  ╺╸  ┊
│  └─ POST /quotes                SERVER    pricing       2.10 ms  1.60 ms  ╺   ┊
├─ INSERT orders                  CLIENT    order         6.10 ms  3.90 ms    ━╸┊
└─ create orders                  PRODUCER  order         11.2 ms  80.0 µs      ╸
   ├─ send orders                 CLIENT    order         11.6 ms  9.70 ms      ╍╍╍
   ├─ process orders              CONSUMER  inventory     23.4 ms  8.80 ms      ┈┈┈┈╍╍╍
   │  └─ create stock             PRODUCER  inventory     30.9 ms  60.0 µs      ┊     ╺
   │     ├─ send stock            CLIENT    inventory     32.4 ms  4.20 ms      ┊     ┈╍╍
   │     └─ process stock         CONSUMER  order         38.6 ms  7.30 ms      ┊     ┈┈┈╍╍╍
   │        └─ create orders      PRODUCER  order         44.2 ms  50.0 µs      ┊          ╸
   │           ├─ send orders     CLIENT    order         46.1 ms  3.40 ms      ┊          ╍╍
   │           └─ process orders  CONSUMER  notification  51.3 ms  19.9 ms      ┊          ┈┈╍╍╍╍╍╍╍
   │              └─ send mail    CLIENT    notification  52.4 ms  18.1 ms      ┊            ╺━━━━━━
   └─ process orders              CONSUMER  notification  24.1 ms  21.2 ms      ┈┈┈┈╍╍╍╍╍╍╍╍
      └─ send mail                CLIENT    notification  26.0 ms  18.3 ms      ┊    ━━━━━━

━ runs   ╍ runs after its parent has ended   ┈ waits to start   ┊ POST /orders has ended
`

test('what runs after its parent has ended is dashed, and the wait before it dotted', () => {
  const picture = draw([
    [1, 0, 'answer', 'SERVER', 'a', 0, 20],
    [2, 1, 'outlives', 'INTERNAL', 'a', 10, 30],
    [3, 1, 'waits', 'CONSUMER', 'b', 60, 40],
  ])

  expect(barOf(picture, 'answer')).toMatch(/^━+╸?┊$/)
  expect(barOf(picture, 'outlives')).toMatch(/^ +╺?━+╍+$/)
  expect(barOf(picture, 'waits')).toMatch(/^ +┊?┈+╍+$/)
  expect(picture).toContain('━ runs   ╍ runs after its parent has ended   ┈ waits to start')
})

test('a span that outlives its parent by a hair still shows it', () => {
  const picture = draw([
    [1, 0, 'answer', 'SERVER', 'a', 0, 1_000],
    [2, 1, 'outlives', 'INTERNAL', 'a', 0, 1_000.001],
    [3, 1, 'equals', 'INTERNAL', 'a', 0, 1_000],
  ])

  expect(barOf(picture, 'outlives')).toMatch(/^━+╍$/)
  expect(barOf(picture, 'equals')).toMatch(/^━+$/)
})

test('a span without any length is still seen, also at the very end', () => {
  const picture = draw([
    [1, 0, 'long', 'SERVER', 'a', 0, 100],
    [2, 1, 'at the start', 'INTERNAL', 'a', 0, 0],
    [3, 1, 'at the end', 'INTERNAL', 'a', 100, 0],
  ])

  expect(barOf(picture, 'at the start')).toBe('╸')
  expect(barOf(picture, 'at the end')).toMatch(/^ +╺$/)
})

test('the line of the answer is drawn only when something goes on after it', () => {
  const before = draw([
    [1, 0, 'answer', 'SERVER', 'a', 0, 20],
    [2, 1, 'child', 'INTERNAL', 'a', 1, 5],
  ])
  const after = draw([
    [1, 0, 'answer', 'SERVER', 'a', 0, 20],
    [2, 1, 'child', 'INTERNAL', 'a', 1, 5],
    [3, 1, 'longer', 'INTERNAL', 'a', 1, 35],
  ])

  expect(before).not.toContain('┊')
  expect(before).not.toContain('━ runs')
  expect(after).toContain('┊ answer has ended')
})

test('hours in which nothing runs are cut out and named', () => {
  const hourMs = 3_600_000
  const picture = draw([
    [1, 0, 'create orders', 'PRODUCER', 'order', 0, 20],
    [2, 1, 'send orders', 'CLIENT', 'order', 2 * hourMs, 30],
  ])

  expect(barOf(picture, 'create orders')).toMatch(/^━{10,}╸?┊?$/)
  expect(barOf(picture, 'send orders')).toMatch(/^ *┈+⋯┈*╍{10,}$/)
  expect(picture).toMatch(/took {2}0 .* ⋯ +2 h$/m)
  expect(picture).toContain('⋯ 2 h cut out, nothing ran')
})

test('where nearly everything is pause nothing is cut, and the picture keeps its width', () => {
  const hourMs = 3_600_000
  const picture = draw(
    Array.from(
      { length: 30 },
      (_, i) => [i + 1, 0, 'retry', 'CLIENT', 'order', i * hourMs, 5] as const,
    ),
  )

  expect(picture).not.toContain('⋯')
  expect(Math.max(...linesOf(picture).map(cellsOf))).toBeLessThanOrEqual(80)
})

test('a pause that is short beside the work stays to scale', () => {
  const picture = draw([
    [1, 0, 'create orders', 'PRODUCER', 'order', 0, 20],
    [2, 1, 'process orders', 'CONSUMER', 'mail', 200, 30],
  ])

  expect(picture).not.toContain('⋯')
})

test('links say where they lead, also when the span is in another trace or not here', () => {
  const [traceA, traceB] = ['a'.repeat(32), 'b'.repeat(32)]
  const link = (traceId: string, number: number) => ({
    traceId,
    spanId: spanIdOf(number),
    attributes: {},
  })
  const spans = [
    sketchSpan({ traceId: traceA, spanId: spanIdOf(1), name: 'create orders' }),
    sketchSpan({
      traceId: traceB,
      spanId: spanIdOf(2),
      name: 'process orders',
      at: 2,
      links: [link(traceA, 1), link(traceB, 7), link(traceA, 8)],
    }),
  ]

  const picture = renderTrace(buildTree(spans))

  expect(linesOf(picture).filter((line) => line.includes('↪'))).toEqual([
    '   ↪ linked to create orders · order in trace aaaaaaaa…',
    '   ↪ linked to span 0000000000000007, which is not here',
    '   ↪ linked to span 0000000000000008 in trace aaaaaaaa…, which is not here',
  ])
})

test('an error, a missing parent and a caller outside are told under their spans', () => {
  const spans = [
    sketchSpan({ parentSpanId: spanIdOf(90), parentIsRemote: true, name: 'asked' }),
    sketchSpan({ spanId: spanIdOf(2), parentSpanId: spanIdOf(91), name: 'lost', at: 1 }),
    sketchSpan({
      spanId: spanIdOf(3),
      name: 'failed',
      at: 2,
      status: { code: 'ERROR', message: 'stock-short:\nno tea' },
    }),
    sketchSpan({
      spanId: spanIdOf(4),
      name: 'refused',
      at: 3,
      status: { code: 'ERROR' },
      attributes: { 'error.type': '503' },
    }),
  ]

  const lines = linesOf(renderTrace(buildTree(spans))).map((line) =>
    line.replace(/ +INTERNAL .*/, ''),
  )

  expect(lines.slice(3, -2)).toEqual([
    'asked',
    '   ↥ called from outside, by span 000000000000005a',
    'lost',
    '   ↥ its parent 000000000000005b is missing',
    'failed ✗',
    '   ✗ stock-short:·no tea',
    'refused ✗',
    '   ✗ 503',
  ])
})

test('a remark stands under its span', () => {
  const [first, ...rest] = sampleTrace()
  if (!first) throw new Error('the sample is empty')

  const picture = renderTrace(buildTree([first, ...rest]), { remarks: new Map([[first, 'look']]) })

  expect(linesOf(picture)[4]).toBe('│  ◀ look')
})

test('colours come only when asked for, and change nothing but the colour', () => {
  const tree = buildTree(sampleTrace())

  const plain = renderTrace(tree)
  const coloured = renderTrace(tree, { colour: true })

  expect(plain).not.toContain('\u001b')
  expect(coloured).toContain('\u001b[36morder')
  expect(stripVTControlCharacters(coloured)).toBe(plain)
})

test('names from outside cannot move the cursor, turn the text or break the line', () => {
  const name = 'GET \u001b[2J/\u0007\r\nstock\u202e\u2028\u0085'
  const spans = [
    sketchSpan({ name, service: name, status: { code: 'ERROR', message: name } }),
    sketchSpan({
      spanId: name,
      parentSpanId: '\u001b',
      traceId: name,
      links: [ids(name), ids('\u001b')],
    }),
  ]

  const picture = renderTrace(buildTree(spans), { width: 200 })

  expect(picture).toContain('GET ·[2J/···stock···')
  expect(picture.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e\u2028]/u)
})

function ids(text: string) {
  return { traceId: text, spanId: text, attributes: {} }
}

test.each([20, 32, 40, 55, 72, 80, 100, 140, 400])('no line is wider than %i cells', (width) => {
  const wide = [
    ...sampleTrace(),
    ...sketchTrace([
      [100, 18, '注文を処理する '.repeat(9), 'CONSUMER', '在庫サービス🍵🍵🍵🍵🍵🍵', 60, 5],
      [101, 0, 'x'.repeat(300), 'SERVER', 'y'.repeat(300), 61, 5],
      ...Array.from(
        { length: 60 },
        (_, i) => [200 + i, 199 + i, 'deep', 'INTERNAL', 'z', 62, 1] as const,
      ),
    ]),
    sketchSpan({ spanId: spanIdOf(300), status: { code: 'ERROR', message: 'm'.repeat(500) } }),
  ]

  const picture = renderTrace(buildTree(wide), { width })

  const widest = Math.max(...linesOf(picture).map(cellsOf))
  expect(widest).toBeLessThanOrEqual(Math.max(width, 32))
  expect(picture).toContain('GET /stock')
})

test('a narrow picture drops kind, start and service before it drops the bars', () => {
  const tree = buildTree(sampleTrace())

  const heads = [110, 80, 60, 50, 32].map((width) => linesOf(renderTrace(tree, { width }))[2])

  expect(
    heads.map((head = '') => head.match(/kind|service|start|took| {2}0 /g)?.join(' ')),
  ).toEqual([
    'kind service start took   0 ',
    'service start took   0 ',
    'took   0 ',
    'took   0 ',
    'took',
  ])
})

test('columns line up under names of any script', () => {
  const spans = sketchTrace([
    [1, 0, 'plain', 'SERVER', 'a', 0, 10],
    [2, 1, '注文 🍵 é', 'SERVER', 'a', 0, 10],
    [3, 1, 'e\u0301 combined', 'SERVER', 'a', 0, 10],
  ])

  const rows = linesOf(renderTrace(buildTree(spans))).slice(3, 6)

  const columns = rows.map((row) => cellsOf(row.slice(0, row.indexOf('SERVER'))))
  expect(new Set(columns).size).toBe(1)
})

test('a trace of thousands of spans, or a chain of them, is drawn', () => {
  const chain = Array.from(
    { length: 5_000 },
    (_, i) => [i + 1, i, 'link', 'INTERNAL', 'a', i, 1] as const,
  )
  const fan = Array.from(
    { length: 5_000 },
    (_, i) => [i + 2, 1, 'rib', 'INTERNAL', 'a', i, 1] as const,
  )

  const pictures = [draw(chain), draw([[1, 0, 'handle', 'INTERNAL', 'a', 0, 1], ...fan])]

  expect(linesOf(pictures[0] ?? '').filter((line) => /link .* ms/.test(line))).toHaveLength(5_000)
  expect(linesOf(pictures[1] ?? '').filter((line) => /─ rib .* ms/.test(line))).toHaveLength(5_000)
})

test('nothing to draw is said in words', () => {
  expect(renderTrace(buildTree([]))).toBe('no spans')
})

test('a clock that runs behind gives a negative length, not an endless bar', () => {
  const picture = draw([
    [1, 0, 'parent', 'SERVER', 'a', 10, 5],
    [2, 1, 'backwards', 'INTERNAL', 'a', 12, -4],
  ])

  expect(picture).toMatch(/backwards .* -4\.00 ms {2} *[╺╸━]+$/m)
})

/** The bar column of the row that has this name. */
function barOf(picture: string, name: string): string {
  const lines = linesOf(picture)
  const axis = lines.find((line) => line.includes('took  0'))?.indexOf('took  0') ?? 0
  const row = lines.find((line) => line.includes(name) && /[━╸╺╍]/.test(line)) ?? ''
  return row.slice(axis + 6)
}
