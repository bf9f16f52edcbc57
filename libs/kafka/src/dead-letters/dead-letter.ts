import { type Context, trace } from '@opentelemetry/api'
import type { TailspanError } from '@tailspan/errors'
import type { IncomingRecord } from '../consumer/incoming-record.ts'
import type { HeaderValue } from '../message/kafka-headers.ts'
import type { OutgoingMessage } from '../message/outgoing-message.ts'
import { encodeTraceparent } from '../message/trace-headers.ts'

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
//    └─ dlt-failed-traceparent        the last attempt's span, if there was one

/** What the headers begin with that the record did not have by itself. */
export const letterPrefix = 'dlt-'

type Why = {
  readonly groupId: string
  readonly attempts: number
  readonly error: TailspanError
  readonly context: Context
}

const maxMessageChars = 256

/** The record as it was, with headers that say where it lay and why it was given up. */
export function createDeadLetter(record: IncomingRecord, why: Why): OutgoingMessage {
  const { topic, partition, offset, timestamp, key, value } = record
  const attempt = trace.getSpanContext(why.context)
  return {
    topic: `${topic}.dlt`,
    key,
    value,
    context: why.context,
    isVerbatim: true,
    headers: {
      ...originalHeaders(record),
      'dlt-original-topic': topic,
      'dlt-original-partition': String(partition),
      'dlt-original-offset': offset,
      'dlt-original-timestamp': timestamp,
      'dlt-original-consumer-group': why.groupId,
      'dlt-attempts': String(why.attempts),
      'dlt-exception-code': why.error.code,
      'dlt-exception-kind': why.error.kind,
      'dlt-exception-message': why.error.message.slice(0, maxMessageChars),
      ...(attempt && { 'dlt-failed-traceparent': encodeTraceparent(attempt) }),
    },
  }
}

/** A header can be null on the wire, but kafkajs cannot write that: it becomes an empty one. */
export function originalHeaders({ headers }: IncomingRecord): Record<string, HeaderValue> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value ?? Buffer.alloc(0)]),
  )
}
