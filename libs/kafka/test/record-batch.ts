import { createRequire } from 'node:module'
import type { KafkaMessage } from 'kafkajs'
import type { Undecoded } from '../src/client/kafkajs/to-incoming-record.ts'

// kafkajs's own codec of record batches, patched; the broker's part is played by nobody here.
const require = createRequire(import.meta.url)
const Decoder = require('kafkajs/src/protocol/decoder')
const Encoder = require('kafkajs/src/protocol/encoder')
const Record = require('kafkajs/src/protocol/recordBatch/record/v0')
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0')
const decodeRecordBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder')
const decodeMessages = require('kafkajs/src/protocol/requests/fetch/v4/decodeMessages')

type Written = {
  readonly key?: string | Buffer | null
  readonly value?: string | Buffer | null
  readonly headers?: object
  readonly timestampDelta?: number
}

type Decoded = KafkaMessage & { readonly unreadable?: Undecoded }

const firstOffset = '4711'
const firstTimestamp = 1_795_248_000_000

/** A record batch as it lies in a log, from offset 4711 on. */
export async function encodeBatch(written: readonly Written[], compression = 0): Promise<Buffer> {
  const records = new Encoder(1_024)
  for (const [offsetDelta, record] of written.entries()) Record({ offsetDelta, ...record }, records)
  const recordCount = written.length
  const batch = { compression, records, recordCount, lastOffsetDelta: recordCount - 1 }
  const times = { firstTimestamp, maxTimestamp: firstTimestamp + 9 }
  const encoded = await RecordBatch({ firstOffset, ...times, ...batch })
  return encoded.buffer
}

/** What kafkajs makes of it. */
export async function decodeBatch(bytes: Buffer): Promise<readonly Decoded[]> {
  const { records } = await decodeRecordBatch(new Decoder(bytes))
  return records
}

/** What kafkajs makes of the record set of a partition in a fetch response. */
export async function decodeFetched(batches: readonly Buffer[]): Promise<readonly Decoded[]> {
  const size = Buffer.alloc(4)
  size.writeInt32BE(Buffer.concat(batches).length)
  return decodeMessages(new Decoder(Buffer.concat([size, ...batches])))
}
