import { type Context, trace } from '@opentelemetry/api'
import type { TailspanError } from '@tailspan/errors'
import type { IncomingRecord } from '../message/incoming-record.ts'
import type { OutgoingMessage } from '../message/outgoing-message.ts'
import { encodeTraceparent } from '../message/trace-headers.ts'
import type { LetterContent } from './letter-content.ts'
import { addLetterHeaders } from './letter-headers.ts'

// Wire: <topic>.dlt
// record
// ├─ key, value, headers         as they were, ce_traceparent included
// └─ headers besides
//    ├─ dlt-original-topic            orders
//    ├─ dlt-original-partition        2
//    ├─ dlt-original-offset           4711
//    ├─ dlt-original-timestamp        ms since the epoch   1795251600000
//    ├─ dlt-original-consumer-group   notification
//    ├─ dlt-attempts                  4
//    ├─ dlt-exception-code            mail-refused
//    ├─ dlt-exception-kind            invalid
//    ├─ dlt-exception-message         at most 256 characters
//    ├─ dlt-failed-traceparent        the last attempt's span, if there was one
//    └─ only where the broker refused the whole
//       ├─ dlt-cut                    what is not as it was   value | headers | value,headers | value,headers,key | batch…
//       ├─ dlt-cut-reason             the broker's word, at most 256 characters
//       ├─ dlt-cut-bytes              of the value, or of the unread batch, before it was cut   2000000
//       └─ dlt-cut-sha256             of the same, hexadecimal

/** Why a record is dead-lettered; `refusal` is what the broker said to more of it. */
export type Why = {
  readonly groupId: string
  readonly attempts: number
  readonly error: TailspanError
  readonly context: Context
}

const maxTextChars = 256
const maxCodeChars = 64

/** Some or all of a record, with headers that say where it lay and why it is here. */
export function createDeadLetter(
  record: IncomingRecord,
  why: Why,
  { key, value, headers, cut, refusal = '' }: LetterContent & { readonly refusal?: string },
): OutgoingMessage {
  const { topic, partition, offset, timestamp, unreadable } = record
  const attempt = trace.getSpanContext(why.context)
  return {
    topic: `${topic}.dlt`,
    key,
    value,
    context: why.context,
    isVerbatim: true,
    headers: addLetterHeaders(headers, {
      'dlt-original-topic': topic,
      'dlt-original-partition': String(partition),
      'dlt-original-offset': unreadable?.firstOffset ?? offset,
      'dlt-original-timestamp': timestamp,
      'dlt-original-consumer-group': why.groupId,
      'dlt-attempts': String(why.attempts),
      'dlt-exception-code': why.error.code.slice(0, maxCodeChars),
      'dlt-exception-kind': why.error.kind,
      'dlt-exception-message': why.error.message.slice(0, maxTextChars),
      ...(attempt && { 'dlt-failed-traceparent': encodeTraceparent(attempt) }),
      ...(cut && {
        'dlt-cut': cut.parts,
        'dlt-cut-reason': refusal.slice(0, maxTextChars),
        'dlt-cut-bytes': String(cut.bytes),
        'dlt-cut-sha256': cut.sha256,
      }),
    }),
  }
}
