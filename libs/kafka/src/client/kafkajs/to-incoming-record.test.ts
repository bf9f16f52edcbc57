import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { CodecMissing } from '../codecs/codec.ts'
import { type Fetched, toIncomingRecord } from './to-incoming-record.ts'

const errors = createRequire(import.meta.url)('kafkajs/src/errors')

const place = { topic: 'orders', partition: 3 }
const fetched = { offset: '7', timestamp: '1000', key: null, value: null } as Fetched

test.each([
  ['codec-missing', new CodecMissing('lz4-napi does not run here')],
  ['codec-missing', new errors.KafkaJSNotImplemented('codec 5')],
  ['corrupt', Object.assign(new Error('differs'), { name: 'KafkaJSChecksumError' })],
  ['undecodable', new RangeError('it ends too early')],
])('X4 a batch that cannot be read is called %s for its error', (why, error) => {
  const unreadable = {
    error,
    codec: 3,
    firstOffset: '5',
    recordCount: 3,
    bytes: Buffer.of(),
  }

  const record = toIncomingRecord(place, { ...fetched, unreadable })

  expect(record).toMatchObject({ ...place, offset: '7', unreadable: { ...unreadable, why } })
})

test('a record without headers has none', () => {
  const record = toIncomingRecord(place, fetched)

  expect(record).toEqual({ ...place, ...fetched, headers: {}, unreadable: undefined })
})
