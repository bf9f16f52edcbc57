import { type Link, type Span, SpanKind, trace } from '@opentelemetry/api'
import { attributes, recordFailure, spanNames, traced } from '@tailspan/telemetry'
import { BrokersUnavailable } from '../client/brokers-unavailable.ts'
import type { Kafka } from '../client/kafka.ts'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { headerText } from '../message/kafka-headers.ts'
import type { OutgoingMessage } from '../message/outgoing-message.ts'
import type { Place } from '../message/place.ts'
import { parseTraceparent } from '../message/trace-headers.ts'
import { RecordRefused } from '../producer/send/send-errors.ts'
import { startSendSpan } from '../producer/send/send-span.ts'
import { IdempotentLink } from '../producer/wire/idempotent-link.ts'
import { LetterIncomplete } from './letter-incomplete.ts'
import type { DeadLetter } from './read-dead-letter.ts'
import { readOriginal } from './read-original.ts'
import { toNote, toReplay } from './replay-message.ts'
import { sendOne } from './send-one.ts'

/** What became of one replay: where the record is now, or why it is not; `isNoted` as `list` will tell. */
export type ReplayOutcome =
  | { readonly letter: DeadLetter; readonly to: Place; readonly isNoted: boolean }
  | { readonly letter: DeadLetter; readonly refused: Error }

export type Replayer = AsyncDisposable & {
  replay(record: IncomingRecord, letter: DeadLetter): Promise<ReplayOutcome>
}

/** Sends single records, each with its answer: not the producer of a service, which sends many. */
export async function openReplayer(kafka: Kafka): Promise<Replayer> {
  const link = new IdempotentLink(kafka)
  const send = (message: OutgoingMessage) => sendOne(message, { link, kafka })
  await link.connect([]).catch((cause) => {
    link.destroy()
    throw new BrokersUnavailable(kafka.brokers, { cause })
  })
  return {
    async replay(record, letter) {
      try {
        const whole = await wholeOf(record, { letter, kafka })
        if (!whole) return { letter, refused: new LetterIncomplete(letter) }
        const to = await replayTraced(record, { letter, send, whole })
        const isNoted = await send(toNote(record, letter, to)).then(
          () => true,
          () => false,
        )
        return { letter, to, isNoted }
      } catch (error) {
        if (error instanceof RecordRefused) return { letter, refused: error }
        throw error
      }
    },
    [Symbol.asyncDispose]: () => link.disconnect(),
  }
}

type Source = { readonly letter: DeadLetter; readonly kafka: Kafka }

// Of a batch that could not be decoded not even the number of records is certain.
async function wholeOf(record: IncomingRecord, { letter: { cut, original }, kafka }: Source) {
  if (!cut) return record
  return cut.parts.startsWith('batch') ? undefined : readOriginal(kafka, original)
}

type Sending = {
  /** The record before it was dead-lettered, or its letter, which has all of it. */
  readonly whole: IncomingRecord
  readonly letter: DeadLetter
  readonly send: (message: OutgoingMessage) => Promise<Place>
}

// Two spans in the trace of the event: what a person did, linked to what had failed, and the send.
function replayTraced(letterRecord: IncomingRecord, sending: Sending): Promise<Place> {
  const { letter, send, whole } = sending
  const message = toReplay(whole, letter)
  const options = {
    kind: SpanKind.INTERNAL,
    context: message.context,
    links: failedAttempt(letterRecord),
    attributes: describe(letter),
  }
  return traced(spanNames.replay(message.topic), options, (span) =>
    sendTraced({ ...message, context: trace.setSpan(message.context, span) }, send),
  )
}

async function sendTraced(message: OutgoingMessage, send: Sending['send']): Promise<Place> {
  const span: Span = startSendSpan(message, {})
  try {
    return await send(message)
  } catch (error) {
    recordFailure(span, error)
    throw error
  } finally {
    span.end()
  }
}

function failedAttempt({ headers }: IncomingRecord): Link[] {
  const context = parseTraceparent(headerText(headers, 'dlt-failed-traceparent'))
  return context ? [{ context }] : []
}

function describe({ groupId, original, eventId, eventType, reason }: DeadLetter) {
  return {
    [attributes.messagingSystem]: 'kafka',
    [attributes.messagingDestinationName]: original.topic,
    [attributes.messagingConsumerGroupName]: groupId,
    [attributes.messagingMessageId]: eventId,
    [attributes.cloudeventsEventType]: eventType,
    [attributes.deadLetterReason]: reason.code,
  }
}
