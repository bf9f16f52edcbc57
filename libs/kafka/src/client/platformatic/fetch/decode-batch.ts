import { crc32c, Reader, type RecordsBatch, readRecordsBatches } from '@platformatic/kafka'
import type { UnreadableBatch } from '../../../message/unreadable-batch.ts'
import { CodecMissing } from '../../codecs/codec.ts'
import { codecs } from '../../codecs/codecs.ts'

/*
 * A batch of format 2
 * ├── first_offset         int64   0
 * ├── length               int32   8     of what follows
 * ├── leader_epoch         int32   12
 * ├── magic                int8    16
 * ├── crc                  uint32  17    CRC-32C of what follows
 * ├── attributes           int16   21    the codec in the lowest three bits
 * ├── last_offset_delta    int32   23
 * ├── first_timestamp      int64   27
 * ├── max_timestamp        int64   35
 * ├── producer             14 B    43
 * ├── record_count         int32   57
 * └── records                      61    compressed as one
 */
const lengthAt = 8
const lengthEnd = 12
const crcAt = 17
const attributesAt = 21
const recordsAt = 61
const codecMask = 7

/** A batch, with the reason why its records are missing where they cannot be decoded. */
export type DecodedBatch = RecordsBatch & { readonly unreadable?: UnreadableBatch }

/** Decodes each batch on its own; one that is cut off at the end is fetched again. */
export async function decodeBatches(bytes: Buffer): Promise<readonly DecodedBatch[]> {
  const batches: DecodedBatch[] = []
  for (let at = 0; at + recordsAt <= bytes.length; ) {
    const end = at + lengthEnd + bytes.readInt32BE(at + lengthAt)
    if (end > bytes.length || end < at + recordsAt) break
    batches.push(await decodeBatch(bytes.subarray(at, end)))
    at = end
  }
  return batches
}

async function decodeBatch(bytes: Buffer): Promise<DecodedBatch> {
  try {
    if (crc32c(bytes.subarray(attributesAt)) !== bytes.readUInt32BE(crcAt)) throw new Corrupt()
    const [batch] = readRecordsBatches(Reader.from(await unpack(bytes)))
    return batch as RecordsBatch
  } catch (error) {
    return toUnreadable(bytes, error as Error)
  }
}

/** The same batch as its writer would have sent it without compression. */
async function unpack(bytes: Buffer): Promise<Buffer> {
  const number = codecOf(bytes)
  if (number === 0) return bytes
  const codec = codecs[number]
  if (!codec) throw new CodecMissing(`no codec has the number ${number}`)
  const records = await codec.decompress(bytes.subarray(recordsAt))
  const plain = Buffer.concat([bytes.subarray(0, recordsAt), records])
  plain.writeInt32BE(plain.length - lengthEnd, lengthAt)
  plain.writeInt16BE(plain.readInt16BE(attributesAt) & ~codecMask, attributesAt)
  return plain
}

class Corrupt extends Error {
  constructor() {
    super('The checksum of the batch differs')
  }
}

function toUnreadable(bytes: Buffer, error: Error): DecodedBatch {
  const head = Buffer.concat([bytes.subarray(0, recordsAt)])
  head.writeInt32BE(recordsAt - lengthEnd, lengthAt)
  head.writeInt16BE(0, attributesAt)
  head.writeInt32BE(0, recordsAt - 4)
  const [batch] = readRecordsBatches(Reader.from(head)) as [RecordsBatch]
  const unreadable = {
    error,
    why: whyOf(error),
    codec: codecOf(bytes),
    firstOffset: String(batch.firstOffset),
    recordCount: bytes.readInt32BE(recordsAt - 4),
    bytes: bytes.subarray(recordsAt),
  }
  return { ...batch, unreadable }
}

function whyOf(error: Error): UnreadableBatch['why'] {
  if (error instanceof CodecMissing) return 'codec-missing'
  return error instanceof Corrupt ? 'corrupt' : 'undecodable'
}

function codecOf(bytes: Buffer): number {
  return bytes.readInt16BE(attributesAt) & codecMask
}
