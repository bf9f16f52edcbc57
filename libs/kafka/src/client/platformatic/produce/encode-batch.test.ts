import { Buffer } from 'node:buffer'
import { ROOT_CONTEXT } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import type { OutgoingMessage } from '../../../message/outgoing-message.ts'
import { decodeBatches } from '../fetch/decode-batch.ts'
import { encodeBatch } from './encode-batch.ts'

const head = {
  producerId: '4711',
  producerEpoch: 3,
  firstSequence: 17,
  compression: 'none',
} as const
const plain = { topic: 'orders', key: 'o-1', value: 'tea', headers: {}, context: ROOT_CONTEXT }

// Fifty letters have a length of one byte, and here a hundred bytes, whose length has two.
const letters = 'ü'.repeat(50)

const rows: readonly (readonly [string, Partial<OutgoingMessage>])[] = [
  ['text', {}],
  ['text beyond ASCII', { key: letters, value: `${letters}€😀`, headers: { [letters]: letters } }],
  ['nothing and emptiness', { key: null, value: '', headers: { none: null, empty: '' } }],
  ['bytes', { key: Buffer.from([0, 255]), value: Buffer.alloc(70_000, 7) }],
  ['a header that is repeated', { headers: { a: ['1', Buffer.from('2'), null], b: '3' } }],
  ['long text', { value: letters.repeat(400), headers: { note: 'x'.repeat(9_000) } }],
]

test.each(rows)('X2 a record is read as it was written: %s', async (_, some) => {
  const message = { ...plain, ...some }
  const [batch] = await decodeBatches(await encodeBatch([message, plain], head))

  expect(batch?.unreadable).toBeUndefined()
  expect(batch?.records.map(shown)).toEqual([message, plain].map(expected))
})

test('a batch says who has written it, and its place', async () => {
  const before = BigInt(Date.now())
  const [batch] = await decodeBatches(await encodeBatch([plain, plain, plain], head))

  const { producerId, producerEpoch, firstSequence, lastOffsetDelta, attributes } = batch ?? {}
  expect([producerId, producerEpoch, firstSequence]).toEqual([4_711n, 3, 17])
  expect([lastOffsetDelta, attributes]).toEqual([2, 0])
  expect(batch?.records.map(({ offsetDelta }) => offsetDelta)).toEqual([0, 1, 2])
  expect(batch?.firstTimestamp).toBeGreaterThanOrEqual(before)
})

test.each(['gzip', 'zstd'] as const)('%s makes a batch smaller, and back', async (compression) => {
  const messages = Array.from({ length: 100 }, () => plain)
  const bytes = await encodeBatch(messages, { ...head, compression })
  const [batch] = await decodeBatches(bytes)

  expect(bytes.length).toBeLessThan((await encodeBatch(messages, head)).length / 4)
  expect(batch?.records.map(shown)).toEqual(messages.map(expected))
})

type Read = { readonly key: Buffer | null; readonly value: Buffer | null }
type Field = string | Buffer | null

function shown({ key, value, headers }: Read & { readonly headers: readonly unknown[] }) {
  return { key: hex(key), value: hex(value), headers: (headers as [Field, Field][]).map(pair) }
}

function expected({ key, value, headers }: OutgoingMessage) {
  const entries = Object.entries(headers).flatMap(([name, some]) =>
    (Array.isArray(some) ? some : [some]).map((one: Field): [Field, Field] => [name, one]),
  )
  return { key: hex(key), value: hex(value), headers: entries.map(pair) }
}

const pair = ([name, value]: readonly [Field, Field]) => `${hex(name)} ${hex(value)}`
const hex = (field: Field) => field && Buffer.from(field).toString('hex')
