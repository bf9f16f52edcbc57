import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { afterEach, expect, test, vi } from 'vitest'

// The patch rewrites how kafkajs encodes what it sends: sooner, and not one byte otherwise.
const require = createRequire(import.meta.url)
const createRequest = require('kafkajs/src/protocol/request')
const produce = require('kafkajs/src/protocol/requests/produce/v7/request')
const crc32C = require('kafkajs/src/protocol/recordBatch/crc32C')
const murmur2 = require('kafkajs/src/producer/partitioners/default/murmur2')

afterEach(() => void vi.restoreAllMocks())

type Message = {
  readonly key: string | Buffer | null
  readonly value: string | Buffer | null
  readonly headers?: Record<string, unknown>
  readonly timestamp?: string
}

async function encode(topics: readonly string[], messages: readonly Message[]): Promise<Buffer> {
  const partitions = [0, 3].map((partition) => ({ partition, firstSequence: 5, messages }))
  const topicData = topics.map((topic) => ({ topic, partitions }))
  const who = { producerId: 7, producerEpoch: 2 }
  const request = produce({ acks: -1, timeout: 5_000, ...who, topicData })
  return (await createRequest({ correlationId: 9, clientId: 'test', request })).buffer
}

test('a request is byte for byte what kafkajs 2.2.4 makes of it without the patch', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(1_795_248_000_000)
  const long = 'ä€😀'.repeat(40)
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
  const many = ['a', Buffer.from([0, 255])]
  const headers = { ce_id: 'e-1', traceparent, many, long, schlüssel: '', none: [] }
  const messages = [
    { key: null, value: null },
    { key: '', value: '' },
    { key: 'order-1', value: 'x'.repeat(200), headers },
    { key: Buffer.from('k'), value: Buffer.alloc(70_000, 7), headers: {} },
    { key: 'é', value: long, timestamp: '1795247999000' },
    { key: 'k', value: 'v', timestamp: '1785248000000' },
  ]

  const bytes = await encode(['orders', 'stöcke'], messages)

  expect(bytes).toHaveLength(284_787)
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(
    '85fb148b8d4ffb7955b1ccd3842b3130278543f65cfef5da5e66076cf2a9496b',
  )
})

test('a request takes as many buffers for a thousand records as for one', async () => {
  const alloc = vi.spyOn(Buffer, 'alloc')
  const record = { key: 'k', value: 'v', headers: { ce_id: 'e-1', ce_type: 'order.placed' } }
  const buffersFor = async (count: number) => {
    alloc.mockClear()
    await encode(['orders'], Array(count).fill(record))
    return alloc.mock.calls.length
  }

  const [one, thousand] = [await buffersFor(1), await buffersFor(1_000)]

  // Besides, the one buffer of all grows a few times.
  expect(thousand).toBeLessThan(one + 10)
})

test.each([
  ['a number', 5],
  ['nothing', undefined],
])('a header that is %s is refused before anything is written', async (_, header) => {
  const message = { key: null, value: 'v', headers: { header } }

  await expect(encode(['orders'], [message])).rejects.toThrow(TypeError)
})

test.each([
  ['', 0],
  ['123456789', 0xe3069283],
  ['The quick brown fox jumps over the lazy dog', 0x22620404],
])('the checksum of "%s" is that of CRC-32C', (text, checksum) => {
  expect(crc32C(Buffer.from(text))).toBe(checksum)
})

// From the tests of Kafka's own client: the same key must find the same partition everywhere.
test.each([
  ['21', -973_932_308],
  ['foobar', -790_332_482],
  ['a-little-bit-long-string', -985_981_536],
  ['a-little-bit-longer-string', -1_486_304_829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
  ['abc', 479_470_107],
])('the key %s is hashed as by Kafka itself', (key, hash) => {
  expect(murmur2(Buffer.from(key))).toBe(hash)
})
