import type { IncomingRecord } from '../message/incoming-record.ts'
import { type HeaderValue, valuesOf } from '../message/kafka-headers.ts'

/*
 * A record as JSON, to be kept outside of Kafka
 * ├── topic, partition, offset, timestamp   as they were
 * ├── key, value                            base64, or null
 * └── headers  [ [ name, value ] ]          value: base64, null, or a list when the name is repeated
 */
type Bytes = string | null

/** A record as it is kept outside of Kafka. */
export type StoredRecord = Pick<IncomingRecord, 'topic' | 'partition' | 'offset' | 'timestamp'> & {
  readonly key: Bytes
  readonly value: Bytes
  readonly headers: readonly (readonly [name: string, value: Bytes | readonly Bytes[]])[]
}

/** Makes JSON of a record. */
export function storeRecord({ key, value, headers, ...place }: IncomingRecord): StoredRecord {
  return {
    ...place,
    key: toBytes(key),
    value: toBytes(value),
    headers: Object.entries(headers).map(([name, header]) => [name, storeHeader(header)]),
  }
}

/** Makes the record again, byte for byte; no value is taken for what an object inherits. */
export function restoreRecord({ key, value, headers, ...place }: StoredRecord): IncomingRecord {
  return {
    ...place,
    key: fromBytes(key),
    value: fromBytes(value),
    headers: Object.fromEntries(headers.map(([name, header]) => [name, restoreHeader(header)])),
  }
}

type StoredHeader = StoredRecord['headers'][number][1]

function storeHeader(header: HeaderValue | undefined): StoredHeader {
  const values = valuesOf(header ?? null)
  return Array.isArray(header) ? values.map(toBytes) : toBytes(values[0])
}

function restoreHeader(header: StoredHeader): HeaderValue {
  const isBytes = header === null || typeof header === 'string'
  return isBytes ? fromBytes(header) : header.map(fromBytes)
}

function toBytes(value: string | Buffer | null | undefined): Bytes {
  if (value === undefined || value === null) return null
  return Buffer.from(value as string).toString('base64')
}

function fromBytes(bytes: Bytes): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes, 'base64')
}
