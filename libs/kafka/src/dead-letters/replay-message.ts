import { ROOT_CONTEXT } from '@opentelemetry/api'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { headerText, type KafkaHeaders } from '../message/kafka-headers.ts'
import type { OutgoingMessage } from '../message/outgoing-message.ts'
import { type Place, parsePlace, placeText } from '../message/place.ts'
import { extractTrace } from '../message/trace-headers.ts'
import { copyHeaders, removeLetterHeaders } from './letter-headers.ts'
import type { DeadLetter, Replay } from './read-dead-letter.ts'

// Wire: a replay, in the original topic
// record
// ├─ key, value, headers   as they were before it was dead-lettered, ce_id and ce_traceparent included
// └─ headers besides
//    ├─ dlt-replay-for      notification     the one group that takes it; the others skip it
//    └─ dlt-replay-of       orders/2@4711    the dead-lettered record
//
// Wire: a note, in <topic>.dlt, that a letter was replayed
// record
// ├─ key                    as the letter's, so that it lies behind it and lives longer
// ├─ value                  null
// └─ headers
//    ├─ dlt-original-topic, -partition, -offset, -consumer-group   the letter's
//    └─ dlt-replayed-to     orders/2@4805

/** The record as it was before it was dead-lettered, for the group that did so. */
export function toReplay(
  record: IncomingRecord,
  { groupId, original, cut }: DeadLetter,
): OutgoingMessage {
  // Of a letter that was cut the record itself was read again, which has no letter's headers.
  const headers = cut ? copyHeaders(record.headers) : removeLetterHeaders(record.headers)
  headers['dlt-replay-for'] = groupId
  headers['dlt-replay-of'] = placeText(original)
  const { key, value } = record
  const context = extractTrace(headers)
  return { topic: original.topic, key, value, headers, context, isVerbatim: true } as const
}

/** The group that a record is meant for alone: it is a replay of what that group dead-lettered. */
export function replayedFor(headers: KafkaHeaders): string | undefined {
  return headerText(headers, 'dlt-replay-for')
}

/** The note that a letter was replayed. */
export function toNote({ key }: IncomingRecord, letter: DeadLetter, to: Place): OutgoingMessage {
  const { groupId, original, lies } = letter
  return {
    topic: lies.topic,
    key,
    value: null,
    context: ROOT_CONTEXT,
    isVerbatim: true,
    headers: {
      'dlt-original-topic': original.topic,
      'dlt-original-partition': String(original.partition),
      'dlt-original-offset': original.offset,
      'dlt-original-consumer-group': groupId,
      'dlt-replayed-to': placeText(to),
    },
  }
}

/** What a note says; nothing when the record is a letter. */
export function readNote({ headers, timestamp }: IncomingRecord): Replay | undefined {
  if (headerText(headers, 'dlt-exception-code')) return undefined
  const to = parsePlace(headerText(headers, 'dlt-replayed-to'))
  return to && { to, atMs: Number(timestamp) }
}
