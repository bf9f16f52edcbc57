import { TailspanError } from '@tailspan/errors'
import { expect, test, vi } from 'vitest'
import type { CloudEvent } from '../message/cloud-event.ts'
import { encodeEventHeaders } from '../message/event-codec.ts'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { createProcessRecord } from './process-record.ts'

const event: CloudEvent = {
  id: 'e-1',
  type: 'order.placed',
  source: '/order',
  time: '2026-11-21T08:00:00.000Z',
  subject: 'o-1',
  data: { orderId: 'o-1' },
}

function givenRecord(parts: Partial<IncomingRecord> = {}): IncomingRecord {
  return {
    topic: 'orders',
    partition: 2,
    offset: '4711',
    timestamp: '1795251600000',
    key: Buffer.from('o-1'),
    value: Buffer.from(JSON.stringify(event.data)),
    headers: encodeEventHeaders(event),
    ...parts,
  }
}

function givenProcess(handle: () => Promise<unknown> = async () => {}) {
  const metrics = {
    skipped: vi.fn(),
    retried: vi.fn(),
    deadLettered: vi.fn(),
    processed: vi.fn(),
    handled: vi.fn(),
    rebalanced: vi.fn(),
  }
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const send = vi.fn(async () => {})
  const processRecord = createProcessRecord({
    groupId: 'mail',
    handlers: { 'order.placed': { schema: { parse: (data) => data }, handle } },
    traceAsync: 'child',
    producer: { send },
    maxAttempts: 3,
    metrics,
    log,
  })
  const process = (record: IncomingRecord, attempt = 1, signal = new AbortController().signal) =>
    processRecord(record, { attempt, signal })
  return { process, metrics, log, send }
}

const failing = (error: unknown) => () => Promise.reject(error)
const odd = new TailspanError('order-odd', 'conflict', 'this order cannot be')
const away = new TailspanError('database-away', 'unavailable', 'no database')

test('C10 a type that nobody here handles is skipped and counted', async () => {
  const { process, metrics } = givenProcess()

  const outcome = await process(
    givenRecord({ headers: encodeEventHeaders({ ...event, type: 'order.invented' }) }),
  )

  expect(outcome).toEqual({ next: 'done' })
  expect(metrics.skipped).toHaveBeenCalledExactlyOnceWith('orders', 'unknown-type')
})

test('C10 a type that is the name of a method of every object is unknown too', async () => {
  const { process, metrics } = givenProcess()

  await process(givenRecord({ headers: encodeEventHeaders({ ...event, type: 'toString' }) }))

  expect(metrics.skipped).toHaveBeenCalledOnce()
})

test('C6 a failure of the record counts, one of its surroundings does not', async () => {
  const own = await givenProcess(failing(odd)).process(givenRecord())
  const others = await givenProcess(failing(away)).process(givenRecord(), 99)

  expect(own).toEqual({ next: 'retry', counts: true, error: odd })
  expect(others).toEqual({ next: 'retry', counts: false, error: away })
})

class Broken extends TailspanError {
  override get hitsAll() {
    return true
  }
}

const behind = (cause: unknown) =>
  new TailspanError('odd', 'internal', 'x', { cause: new Error('y', { cause }) })
const wrapped = (code: string) => behind(Object.assign(new Error('z'), { code }))
const timeUp = new DOMException('The operation was aborted due to timeout', 'TimeoutError')
const circle = Object.assign(new Error('round'), { cause: new Error('and') })
circle.cause.cause = circle

test.each([
  ['a statement that is wrong for every record', new Broken('fault', 'internal', 'no table')],
  ['an error that hides such a one', new Error('odd', { cause: away })],
  [
    'an error of another library that says so',
    Object.assign(new Error('full'), { kind: 'unavailable' }),
  ],
  ['a connection that fetch could not open', wrapped('UND_ERR_CONNECT_TIMEOUT')],
  ['a certificate that expired', wrapped('CERT_HAS_EXPIRED')],
  ['a disk without room', wrapped('ENOSPC')],
  ['a host that is not found', wrapped('EAI_FAIL')],
  ['a deadline of AbortSignal.timeout', timeUp],
  [
    'a deadline behind a refusal of the handler',
    new TailspanError('odd', 'conflict', 'x', { cause: timeUp }),
  ],
  ['a deadline of its own that a peer is given', behind(new DOMException('x', 'AbortError'))],
  ['the last address of a host', behind(new AggregateError([new Error('z'), wrapped('EPIPE')]))],
])('W1 %s is retried without limit, and buries no record', async (_, error) => {
  const { process, send } = givenProcess(failing(error))

  const outcome = await process(givenRecord(), 99)

  expect(outcome).toMatchObject({ next: 'retry', counts: false })
  expect(send).not.toHaveBeenCalled()
})

// As undici, Node's streams, HTTP parsers, resolver and OpenSSL name what a peer or the way to it has done.
const ofAPeer = `
  UND_ERR_CONNECT_TIMEOUT UND_ERR_HEADERS_TIMEOUT UND_ERR_BODY_TIMEOUT UND_ERR_SOCKET UND_ERR_CLOSED
  UND_ERR_DESTROYED UND_ERR_ABORTED UND_ERR_INFO UND_ERR_REQ_RETRY UND_ERR_PRX_TLS UND_ERR_PRX_CONN UND_ERR_SOCKS5
  UND_ERR_SOCKS5_AUTH_FAILED UND_ERR_BPL_MISSING_UPSTREAM UND_ERR_RES_CONTENT_LENGTH_MISMATCH
  UND_ERR_HEADERS_OVERFLOW HPE_INVALID_CONSTANT ERR_STREAM_PREMATURE_CLOSE ERR_STREAM_DESTROYED
  ERR_SOCKET_CLOSED ERR_SOCKET_CONNECTION_TIMEOUT ERR_HTTP2_GOAWAY_SESSION ERR_HTTP2_SESSION_ERROR
  ERR_HTTP2_STREAM_ERROR ERR_HTTP2_STREAM_CANCEL ERR_HTTP2_PING_CANCEL ERR_HTTP2_INVALID_SESSION
  ERR_HTTP2_ERROR ABORT_ERR ENODATA ESERVFAIL EREFUSED ETIMEOUT HOSTNAME_MISMATCH CRL_HAS_EXPIRED INVALID_CA`
  .trim()
  .split(/\s+/)

test.each(ofAPeer)('W1 %s is retried without limit, and buries no record', async (code) => {
  const { process, send } = givenProcess(failing(wrapped(code)))

  const outcome = await process(givenRecord(), 99)

  expect(outcome).toMatchObject({ next: 'retry', counts: false })
  expect(send).not.toHaveBeenCalled()
})

test.each([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_RESPONSE',
  'ERR_HTTP2_INVALID_HEADER_VALUE',
  'ERR_INVALID_URL',
  'ERR_STREAM_WRITE_AFTER_END',
])('W1 %s is what was asked for, and counts', async (code) => {
  const { process } = givenProcess(failing(wrapped(code)))

  expect(await process(givenRecord())).toMatchObject({ next: 'retry', counts: true })
})

test('W1 causes in a circle end', async () => {
  const { process } = givenProcess(failing(behind(circle)))

  expect(await process(givenRecord())).toMatchObject({ next: 'retry', counts: true })
})

test('W1 a refusal stays the refusal of this record, whatever is behind it', async () => {
  const refused = new TailspanError('mail-refused', 'invalid', 'no', { cause: away })

  const { process, send } = givenProcess(failing(refused))

  expect(await process(givenRecord())).toEqual({ next: 'done' })
  expect(send).toHaveBeenCalledOnce()
})

test('C6 the last attempt ends as a dead letter, counted and told to a person', async () => {
  const { process, metrics, log, send } = givenProcess(failing(odd))

  const outcome = await process(givenRecord(), 3)

  expect(outcome).toEqual({ next: 'done' })
  expect(send).toHaveBeenCalledOnce()
  expect(metrics.deadLettered).toHaveBeenCalledExactlyOnceWith('orders', 'order-odd')
  expect(log.error).toHaveBeenCalledExactlyOnceWith('consumer.dead-lettered', {
    topic: 'orders',
    partition: 2,
    offset: '4711',
    groupId: 'mail',
    attempt: 3,
    err: odd,
  })
})

test('a handler that was told to stop is neither counted nor buried', async () => {
  const { process, send } = givenProcess(failing(odd))

  const outcome = await process(givenRecord(), 3, AbortSignal.abort())

  expect(outcome).toMatchObject({ next: 'retry', counts: false })
  expect(send).not.toHaveBeenCalled()
})

test('C7 while the dead letter cannot be sent the record is redelivered', async () => {
  const { process, send, metrics } = givenProcess(failing(odd))
  send.mockRejectedValue(away)

  const outcome = await process(givenRecord(), 3)

  expect(outcome).toMatchObject({ next: 'retry', counts: false, error: away })
  expect(metrics.deadLettered).not.toHaveBeenCalled()
})

test('X2 a header that is null on the wire is null in the dead letter', async () => {
  const { process, send } = givenProcess()
  const headers = { ce_type: Buffer.from('order.placed'), odd: null }

  await process(givenRecord({ headers }))

  expect(send).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ headers: expect.objectContaining({ odd: null }) }),
    expect.anything(),
  )
})

test('W6 a record whose dead letter is acknowledged is not buried again when its commit fails', async () => {
  const { process, send } = givenProcess(failing(new TailspanError('odd', 'invalid', 'odd')))
  await process(givenRecord())

  const again = await process(givenRecord())
  const anew = await process(givenRecord({ timestamp: '1795251699999' }))

  expect([again, anew]).toEqual([{ next: 'done' }, { next: 'done' }])
  // The place of a topic that was created anew, where another record lies.
  expect(send).toHaveBeenCalledTimes(2)
})

test('W3 a record that its handler calls invalid is a dead letter at the first attempt', async () => {
  const { process, send } = givenProcess(failing(new TailspanError('odd', 'invalid', 'odd')))

  const outcome = await process(givenRecord(), 1)

  expect(outcome).toEqual({ next: 'done' })
  expect(send).toHaveBeenCalledOnce()
})

test('an event is measured once it has had its effect, and a replayed one is not', async () => {
  const { process, metrics } = givenProcess()
  const replayed = { ...encodeEventHeaders(event), 'dlt-replay-for': 'mail' }

  await process(givenRecord({ headers: replayed }))
  await process(givenRecord())
  await givenProcess(failing(odd)).process(givenRecord())

  expect(metrics.handled).toHaveBeenCalledExactlyOnceWith('orders', expect.objectContaining(event))
})
