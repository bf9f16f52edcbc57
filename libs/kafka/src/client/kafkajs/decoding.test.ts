import { measureGrowth } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { decodeBatch, decodeFetched, encodeBatch } from '../../../test/record-batch.ts'

// The patch rewrites how kafkajs decodes records: the results are what they were, and take linear time.

test('X2 records come out as they went in, whatever their keys, values and headers are', async () => {
  const headers = Object.assign(Object.create(null), {
    ce_id: 'e-1',
    empty: '',
    none: null,
    'schlüssel 😀': 'ä',
    '': 'no name',
    '1': 'one',
    binary: Buffer.from([0, 255, 128]),
    many: ['a', null, Buffer.from([1]), ''],
    constructor: 'c',
    toString: ['t', 'u'],
    hasOwnProperty: null,
  })
  Object.defineProperty(headers, '__proto__', { value: 'p', enumerable: true })
  const bytes = await encodeBatch([
    { key: null, value: null },
    { key: '', value: '', timestampDelta: 9 },
    { key: 'order-1', value: 'x'.repeat(200), headers, timestampDelta: -3_000_000_000 },
    { key: Buffer.from([0]), value: Buffer.alloc(70_000, 7), timestampDelta: 4_000_000_000_000 },
  ])

  const records = await decodeBatch(bytes)

  expect(records.map(({ offset, timestamp }) => [offset, timestamp])).toEqual([
    ['4711', '1795248000000'],
    ['4712', '1795248000009'],
    ['4713', '1792248000000'],
    ['4714', '5795248000000'],
  ])
  const bytesOf = (value: unknown) => (typeof value === 'string' ? Buffer.from(value) : value)
  const expected = Object.entries(headers).map(([name, value]) => {
    return [name, Array.isArray(value) ? value.map(bytesOf) : bytesOf(value)]
  })
  expect(Object.entries(records[2]?.headers ?? {}).toSorted()).toEqual(expected.toSorted())
  expect(Object.getPrototypeOf(records[2]?.headers)).toBeNull()
  expect(records.map(({ key, value }) => [key, value?.length])).toEqual([
    [null, undefined],
    [Buffer.alloc(0), 0],
    [Buffer.from('order-1'), 200],
    [Buffer.from([0]), 70_000],
  ])
})

test.each([
  ['with names of their own', (i: number) => `header-${i}`],
  ['of one name', () => 'header'],
])('X3 the time to decode 10,000 headers %s is linear', { timeout: 60_000 }, async (...row) => {
  const [, name] = row
  const decoding = async (count: number) => {
    const names = Array.from({ length: count }, (_, i) => name(i))
    const headers = Object.fromEntries(Map.groupBy(names, (one) => one))
    const bytes = await encodeBatch([{ key: 'k', value: 'v', headers }])
    return () => decodeBatch(bytes)
  }

  const [few, many] = [await decoding(625), await decoding(10_000)]
  expect(await measureGrowth(few, many, { doublings: 4 })).toBeLessThan(2.5)
})

test('X3 a batch of 200,000 records is decoded without an end of the stack', {
  timeout: 60_000,
}, async () => {
  const batch = await encodeBatch(Array.from({ length: 200_000 }, () => ({ value: 'v' })))

  expect(await decodeFetched([batch, batch])).toHaveLength(400_000)
})

const recordsAt = 61

test.each([
  [
    'a checksum that differs',
    'KafkaJSChecksumError',
    (bytes: Buffer) => flip(bytes, recordsAt + 9),
  ],
  ['a codec of the future', 'KafkaJSNotImplemented', (bytes: Buffer) => flip(bytes, 22, 5)],
])(
  'X4 %s is handed on in the place of the records, and the batch behind is read',
  async (...row) => {
    const [, name, change] = row
    const good = await encodeBatch([{ value: 'good' }])
    const odd = await encodeBatch([{ value: 'one' }, { value: 'two' }])

    const [first, second, ...others] = await decodeFetched([change(odd), good])

    expect(first).toMatchObject({
      offset: '4712',
      key: null,
      value: null,
      unreadable: { error: { name }, firstOffset: '4711', recordCount: 2 },
    })
    expect(second).toMatchObject({ value: Buffer.from('good') })
    expect(others).toEqual([])
  },
)

test.each([
  ['longer than the batch', [0x7f]],
  ['of two thousand million headers', [0x0e, 0, 0, 0, 1, 1, 0xfe, 0xff, 0xff, 0xff, 0x0f]],
  ['shorter than what it has', [0x0a, 0, 0, 0, 1, 1, 0]],
])(
  'X1 a record that is %s is handed on as unreadable, and nothing else happens',
  async (...row) => {
    const bytes = await encodeBatch([{ value: 'x'.repeat(40) }])
    Buffer.from(row[1]).copy(bytes, recordsAt)

    const records = await decodeBatch(withChecksum(bytes))

    expect(records).toMatchObject([{ offset: '4711', unreadable: { recordCount: 1 } }])
  },
)

/** One bit more, or a codec; the checksum is that of the changed batch unless that is what is changed. */
function flip(bytes: Buffer, at: number, codec?: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[at] = codec ?? (changed[at] as number) ^ 1
  return codec === undefined ? changed : withChecksum(changed)
}

function withChecksum(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(crc32C(bytes.subarray(21)), 17)
  return bytes
}

// Bit by bit, so that it is not the code that is tested.
function crc32C(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return ~crc >>> 0
}
