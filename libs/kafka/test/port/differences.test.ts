import { crc32c, createRecordsBatch, Reader, readRecordsBatches } from '@platformatic/kafka'
import { expect, test } from 'vitest'
import { knowCodecs } from '../../src/client/kafkajs/compression.ts'
import { toIncomingRecord } from '../../src/client/kafkajs/to-incoming-record.ts'
import { decodeBatches } from '../../src/client/platformatic/fetch/decode-batch.ts'
import { toIncomingRecords } from '../../src/client/platformatic/fetch/to-incoming-records.ts'
import { decodeFetched, encodeBatch } from '../record-batch.ts'

knowCodecs()

const place = { topic: 'orders', partition: 0 }

/** What each client behind the port makes of the same batches: the values, or why there are none. */
const behindThePort = {
  kafkajs: async (batches: readonly Buffer[]) =>
    (await decodeFetched(batches)).map((one) => toIncomingRecord(place, one)).map(shown),
  '@platformatic/kafka': async (batches: readonly Buffer[]) =>
    (await decodeBatches(Buffer.concat(batches)))
      .flatMap((batch) => toIncomingRecords(place, batch))
      .map(shown),
}

/** What @platformatic/kafka makes of them by itself. */
function readAlone(batches: readonly Buffer[]): string[] {
  try {
    const read = readRecordsBatches(Reader.from(Buffer.concat(batches)))
    return read.flatMap((batch) => toIncomingRecords(place, batch)).map(shown)
  } catch (error) {
    return [(error as { code: string }).code]
  }
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

const rows = [
  {
    what: 'a value that was changed on its way',
    batches: [changed(good.length - 2), good],
    expected: ['corrupt', 'good'],
    alone: ['gooe', 'good'],
  },
  {
    what: 'a codec that nobody has, and a good batch behind it',
    batches: [withChecksum(changed(22, 5)), good],
    expected: ['codec-missing', 'good'],
    alone: ['PLT_KFK_UNSUPPORTED_COMPRESSION'],
  },
  {
    what: 'a small batch that unpacks to 70 MB',
    batches: [
      createRecordsBatch([{ topic: 'orders', value: zeros }], { compression: 'zstd' }).buffer,
    ],
    expected: ['undecodable'],
    alone: ['70000000 B'],
  },
]

test.each(rows)(
  'X1 X4 with either client what cannot be read is named, and what is behind it is read: $what',
  async ({ batches, expected }) => {
    for (const [name, read] of Object.entries(behindThePort))
      expect([name, await read(batches)]).toEqual([name, expected])
  },
)

test.each(rows)(
  '@platformatic/kafka decodes otherwise by itself, so it is not asked to: $what',
  ({ batches, alone }) => {
    expect(readAlone(batches)).toEqual(alone)
  },
)

test('X1 what an unreadable batch is made of is kept with it, whichever client has fetched it', async () => {
  const batches = [withChecksum(changed(22, 5))]
  const [one] = await decodeFetched(batches)
  const [other] = await decodeBatches(Buffer.concat(batches))

  const kept = other && toIncomingRecords(place, other)[0]

  const { unreadable, ...record } = toIncomingRecord(place, one as NonNullable<typeof one>)
  expect(kept).toMatchObject(record)
  expect(kept?.unreadable).toMatchObject({ ...unreadable, error: expect.any(Error) })
})
