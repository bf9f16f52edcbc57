import { type Link, type Span, SpanKind, trace } from '@opentelemetry/api'
import { attributes, recordFailure, spanNames, traced } from '@tailspan/telemetry'
import { BrokersUnavailable } from '../client/brokers-unavailable.ts'
import type { Kafka } from '../client/kafka.ts'
import type { IncomingRecord } from '../consumer/incoming-record.ts'
import { headerText } from '../message/kafka-headers.ts'
import type { OutgoingMessage } from '../message/outgoing-message.ts'
import type { Place } from '../message/place.ts'
import { parseTraceparent } from '../message/trace-headers.ts'
import { faultOf } from '../producer/fault-of.ts'
import { type IdempotentLink, openLink } from '../producer/idempotent-link.ts'
import { RecordRefused, SendUnknown } from '../producer/send-errors.ts'
import { startSendSpan } from '../producer/send-span.ts'
import { toTopicMessages } from '../producer/topic-messages.ts'
import type { DeadLetter } from './read-dead-letter.ts'
import { toNote, toReplay } from './replay-message.ts'

/** What became of one replay: where the record is now, or why it is not; `isNoted` as `list` will tell. */
export type ReplayOutcome =
  | { readonly letter: DeadLetter; readonly to: Place; readonly isNoted: boolean }
  | { readonly letter: DeadLetter; readonly refused: Error }

export type Replayer = AsyncDisposable & {
  replay(record: IncomingRecord, letter: DeadLetter): Promise<ReplayOutcome>
}

/** Sends single records, each with its answer: not the producer of a service, which sends many. */
export async function openReplayer(kafka: Kafka): Promise<Replayer> {
  const link = openLink(kafka)
  const send = (message: OutgoingMessage) => sendOne(message, { link, kafka })
  await link.connect([]).catch((cause) => {
    link.destroy()
    throw new BrokersUnavailable(kafka.brokers, { cause })
  })
  return {
    async replay(record, letter) {
      try {
        const to = await replayTraced(record, { letter, send })
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

type Sending = {
  readonly letter: DeadLetter
  readonly send: (message: OutgoingMessage) => Promise<Place>
}

// Two spans in the trace of the event: what a person did, linked to what had failed, and the send.
function replayTraced(record: IncomingRecord, { letter, send }: Sending): Promise<Place> {
  const message = toReplay(record, letter)
  const options = {
    kind: SpanKind.INTERNAL,
    context: message.context,
    links: failedAttempt(record),
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

type Way = { readonly link: IdempotentLink; readonly kafka: Kafka }

async function sendOne(message: OutgoingMessage, { link, kafka }: Way): Promise<Place> {
  try {
    const [answer] = await link.send(toTopicMessages([{ message }]))
    const { topicName = message.topic, partition = -1, baseOffset = '-1' } = answer ?? {}
    return { topic: topicName, partition, offset: baseOffset }
  } catch (error) {
    throw whyNotSent(error, { link, kafka })
  }
}

function whyNotSent(cause: unknown, { link, kafka }: Way): Error {
  const fault = faultOf(cause)
  if (fault === 'record' || fault === 'unknown-topic')
    return new RecordRefused((cause as Error).message, { cause })
  return link.hasLeft()
    ? new SendUnknown({ cause })
    : new BrokersUnavailable(kafka.brokers, { cause })
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
