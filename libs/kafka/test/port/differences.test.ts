import { crc32c, createRecordsBatch, Reader, readRecordsBatches } from '@platformatic/kafka'
import { expect, test } from 'vitest'
import { knowCodecs } from '../../src/client/kafkajs/codecs/compression.ts'
import { toIncomingRecord } from '../../src/client/kafkajs/to-incoming-record.ts'
import { toIncomingRecords } from '../platformatic/to-incoming-records.ts'
import { decodeFetched, encodeBatch } from '../record-batch.ts'

knowCodecs()

const place = { topic: 'orders', partition: 0 }

/** What each client makes of the same batches: the values, or why there are none. */
const readers = {
  kafkajs: async (batches: readonly Buffer[]) =>
    (await decodeFetched(batches)).map((one) => toIncomingRecord(place, one)).map(shown),
  '@platformatic/kafka': async (batches: readonly Buffer[]) => {
    try {
      const read = readRecordsBatches(Reader.from(Buffer.concat(batches)))
      return read.flatMap((batch) => toIncomingRecords(place, batch)).map(shown)
    } catch (error) {
      return [(error as { code: string }).code]
    }
  },
}

const shown = ({ value, unreadable }: ReturnType<typeof toIncomingRecord>) =>
  unreadable?.why ?? (value && value.length < 100 ? String(value) : `${value?.length} B`)

const good = await encodeBatch([{ value: 'good' }])

function changed(at: number, byte?: number): Buffer {
  const copy = Buffer.from(good)
  copy[at] = byte ?? (copy[at] as number) ^ 1
  return copy
}

/** As one who writes such a batch on purpose would have it. */
function withChecksum(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17)
  return bytes
}

const zeros = Buffer.alloc(70_000_000)

test.each([
  {
    what: 'a value that was changed on its way',
    batches: [changed(good.length - 2), good],
    kafkajs: ['corrupt', 'good'],
    '@platformatic/kafka': ['gooe', 'good'],
  },
  {
    what: 'a codec that nobody has, and a good batch behind it',
    batches: [withChecksum(changed(22, 5)), good],
    kafkajs: ['codec-missing', 'good'],
    '@platformatic/kafka': ['PLT_KFK_UNSUPPORTED_COMPRESSION'],
  },
  {
    what: 'a small batch that unpacks to 70 MB',
    batches: [
      createRecordsBatch([{ topic: 'orders', value: zeros }], { compression: 'zstd' }).buffer,
    ],
    kafkajs: ['undecodable'],
    '@platformatic/kafka': ['70000000 B'],
  },
])('a named difference of the clients: $what', async ({ batches, ...expected }) => {
  for (const [name, read] of Object.entries(readers))
    expect([name, await read(batches)]).toEqual([name, expected[name as keyof typeof readers]])
})
