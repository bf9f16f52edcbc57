import { createHash } from 'node:crypto'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { type HeaderValue, type KafkaHeaders, valuesOf } from '../message/kafka-headers.ts'
import { placeText } from '../message/place.ts'

/** What a letter keeps of its record; `cut` names what it does not, with what tells it from others. */
export type LetterContent = {
  readonly key: Buffer | string | null
  readonly value: Buffer | null
  readonly headers: KafkaHeaders
  readonly cut?: { readonly parts: string; readonly bytes: number; readonly sha256: string }
}

// No broker takes a request of more than 100 MB unless told to, and a topic rarely more than one.
const maxWholeBytes = 16_000_000
const cutValueBytes = 1_024
const cutHeaderBytes = 256
// What tells which event it was, and in which trace.
const keptHeaders = /^(?:ce_(?:id|type|source|time|subject|specversion|traceparent)|traceparent)$/

/**
 * What can be kept of a record, from all of it down to its place alone.
 *
 * shape: the whole · the value cut · of the headers only what names event and trace · the place alone, as
 *        the key, because a compacted topic takes no record without one
 */
export function* contentsOf(record: IncomingRecord): Generator<LetterContent> {
  const { key, value, headers, unreadable } = record
  if (!unreadable && sizeOf(record) <= maxWholeBytes) yield { key, value, headers }
  const whole = unreadable ? unreadable.bytes : (value ?? Buffer.alloc(0))
  const told = { bytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex') }
  const isLong = unreadable || whole.length > cutValueBytes
  const what = unreadable ? 'batch' : 'value'
  const short = value?.subarray(0, cutValueBytes) ?? null
  if (isLong) yield { key, value: short, headers, cut: { ...told, parts: what } }
  const parts = isLong ? `${what},headers` : 'headers'
  yield { key, value: short, headers: keepFew(headers), cut: { ...told, parts } }
  const place = placeText(record)
  yield { key: place, value: null, headers: {}, cut: { ...told, parts: `${what},headers,key` } }
}

function sizeOf({ key, value, headers }: IncomingRecord): number {
  let bytes = (key?.length ?? 0) + (value?.length ?? 0)
  for (const name in headers) {
    for (const one of valuesOf(headers[name] ?? null)) bytes += name.length + (one?.length ?? 0)
  }
  return bytes
}

function keepFew(headers: KafkaHeaders): KafkaHeaders {
  const kept = Object.entries(headers).filter(([name, value]) => {
    return keptHeaders.test(name) && isShort(value ?? null)
  })
  return Object.fromEntries(kept)
}

function isShort(value: HeaderValue): boolean {
  return typeof value === 'string' || Buffer.isBuffer(value)
    ? value.length <= cutHeaderBytes
    : false
}
