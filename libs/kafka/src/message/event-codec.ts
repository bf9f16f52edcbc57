import type { CloudEvent } from './cloud-event.ts'
import { EventMalformed } from './event-malformed.ts'
import { checkContentType, parseJson } from './json-value.ts'
import { headerText, type KafkaHeaders } from './kafka-headers.ts'

// Wire: CloudEvents 1.0, Kafka binary mode.
// record
// ├─ key      subject                       0199…  (order id)
// ├─ value    JSON of the event's data      {"orderId":"0199…"}
// └─ headers
//    ├─ ce_specversion  1.0
//    ├─ ce_id           unique per event    0199…
//    ├─ ce_type                             order.placed
//    ├─ ce_source       URI reference       /order
//    ├─ ce_time         ISO 8601            2026-11-21T08:00:00.000Z
//    ├─ ce_subject                          0199…
//    └─ content-type                        application/json

/** The headers of an event, a new object for every record. */
export function encodeEventHeaders(event: CloudEvent): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: event.type,
    ce_source: event.source,
    ce_time: event.time,
    ce_subject: event.subject,
    'content-type': 'application/json',
  }
}

/** The event's type, which is all that is needed to know whether anybody here wants it. */
export function decodeEventType(headers: KafkaHeaders): string {
  return required(headers, 'ce_type')
}

/** The event without its data having been checked against a schema. */
export function decodeEvent(headers: KafkaHeaders, value: Buffer | null): CloudEvent {
  checkContentType(headers)
  if (required(headers, 'ce_specversion') !== '1.0')
    throw new EventMalformed('ce_specversion', { reason: 'is not 1.0' })
  return {
    id: required(headers, 'ce_id'),
    type: decodeEventType(headers),
    source: required(headers, 'ce_source'),
    time: optional(headers, 'ce_time'),
    subject: optional(headers, 'ce_subject'),
    data: parseJson(value),
  }
}

function required(headers: KafkaHeaders, name: string): string {
  const text = optional(headers, name)
  if (text === '') throw new EventMalformed(name)
  return text
}

/** Of an attribute of an event: ids are kept in an index, which takes 2,704 bytes. */
export const maxChars = 512
// CloudEvents 1.0 forbids control characters; U+FFFD is what bytes become that are not UTF-8, and two
// different ids must not become the same.
const forbidden = /[\p{Cc}\ufffd]/u

function optional(headers: KafkaHeaders, name: string): string {
  const text = headerText(headers, name) ?? ''
  if (text.length > maxChars)
    throw new EventMalformed(name, { reason: `is longer than ${maxChars} characters` })
  if (forbidden.test(text))
    throw new EventMalformed(name, { reason: 'has control characters or is not UTF-8' })
  return text
}
