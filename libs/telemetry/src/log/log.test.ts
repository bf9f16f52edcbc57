import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { TailspanError } from '@tailspan/errors'
import { expect, test } from 'vitest'
import { createLog, type LogLevel } from './log.ts'

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())

function openLog(level?: LogLevel) {
  const lines: Record<string, unknown>[] = []
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) }
  return { lines, log: createLog({ service: 'order', destination, ...(level && { level }) }) }
}

test('an event is one line: level, time, service, fields and its constant name', () => {
  const { log, lines } = openLog()

  log.info('order.placed', { orderId: '7', totalCents: 1_840 })

  expect(lines).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      service: 'order',
      orderId: '7',
      totalCents: 1_840,
      event: 'order.placed',
    },
  ])
})

test('the ids of the active trace are added', () => {
  const { log, lines } = openLog()
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const spanId = '00f067aa0ba902b7'
  const active = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 })

  context.with(active, () => log.info('order.placed'))
  log.info('tick')

  expect(lines[0]).toMatchObject({ trace_id: traceId, span_id: spanId, trace_flags: '01' })
  expect(lines[1]).not.toHaveProperty('trace_id')
})

test('an error shows its code, its kind and its causes, and nobody personal', () => {
  const { log, lines } = openLog()
  const refused = new Error('550 <ada@example.com> unknown')
  const err = new TailspanError('mail-refused', 'invalid', 'the mail was refused', {
    cause: refused,
  })

  log.warn('mail.refused', { err })

  expect(lines[0]?.err).toEqual({
    type: 'TailspanError',
    code: 'mail-refused',
    kind: 'invalid',
    message: 'the mail was refused',
    stack: expect.stringContaining('log.test.ts'),
    cause: { type: 'Error', message: '550 <[email]> unknown' },
  })
})

test('the text of a data exception is not shown, for it repeats the value', () => {
  const { log, lines } = openLog()
  const cause = Object.assign(new Error('invalid input syntax: "Ada Lovelace"'), { code: '22P02' })

  log.error('order.failed', { err: new Error('refused', { cause }), also: cause })

  expect(JSON.stringify(lines)).not.toContain('Ada')
  expect(lines[0]?.err).toMatchObject({ cause: { code: '22P02' } })
})

test('the members of an AggregateError are shown, a thrown string too', () => {
  const { log, lines } = openLog()

  log.error('stop.failed', { err: new AggregateError([new Error('a'), 'b'], 'two') })

  expect(lines[0]?.err).toMatchObject({
    message: 'two',
    errors: [{ message: 'a' }, { type: 'string', message: 'b' }],
  })
})

test('causes that go in a circle end', () => {
  const { log, lines } = openLog()
  const err = new Error('round')
  err.cause = err

  log.warn('odd', { err })

  expect(lines).toHaveLength(1)
})

test.each([
  ['a getter that throws', Object.defineProperty({}, 'x', { enumerable: true, get: fail })],
  ['a toJSON that throws', { toJSON: fail }],
  ['a proxy that throws', new Proxy({}, { ownKeys: fail })],
])('L10 a log call with %s does not throw, and its event is written', (_, value) => {
  const { log, lines } = openLog()

  log.info('order.placed', { value })
  log.info('order.failed', { err: Object.create(null) })

  expect(lines).toMatchObject([
    { event: 'order.placed', unloggable: true },
    { event: 'order.failed', unloggable: true },
  ])
})

test('L10 a destination that throws does not throw into the caller', () => {
  const log = createLog({ service: 'order', destination: { write: fail } })

  expect(() => log.error('order.failed')).not.toThrow()
})

function fail(): never {
  throw new Error('of its own')
}

test('events below the level are not written', () => {
  const { log, lines } = openLog('warn')

  log.debug('a')
  log.info('b')
  log.warn('c')
  log.error('d')

  expect(lines.map(({ event }) => event)).toEqual(['c', 'd'])
})

test('personal fields are replaced', () => {
  const { log, lines } = openLog()

  log.info('order.placed', { email: 'ada@example.com', note: 'for ada@example.com' })

  expect(lines[0]).toMatchObject({ email: '[redacted]', note: 'for [email]' })
})

test('X3 an error that lists 100,000 faults of a record is one line of a few kB', () => {
  const { log, lines } = openLog()
  const cause = new Error('{ "code": "invalid_type", "path": [1] },'.repeat(100_000))

  log.error('consumer.dead-lettered', { err: new Error('malformed', { cause }) })

  const line = JSON.stringify(lines[0])
  expect(line).toContain('invalid_type')
  expect(line.length).toBeLessThan(16_000)
})
