import { setTimeout as wait } from 'node:timers/promises'
import { BrokersUnavailable } from '../client/brokers-unavailable.ts'
import type { Kafka } from '../client/kafka.ts'
import type { OutgoingMessage } from '../message/outgoing-message.ts'
import type { Place } from '../message/place.ts'
import { CarryFailed } from '../producer/queue/carrier.ts'
import { Parcel } from '../producer/queue/parcel.ts'
import { RecordRefused, SendUnknown } from '../producer/send/send-errors.ts'
import type { IdempotentLink } from '../producer/wire/idempotent-link.ts'

type Needs = { readonly link: IdempotentLink; readonly kafka: Kafka }

const attempts = 5
const pauseMs = 100

/**
 * Sends one record and says where it is now.
 *
 * errors: record-refused: a broker says no; brokers-unavailable; send-unknown: it may be there, or still get there
 */
export async function sendOne(message: OutgoingMessage, { link, kafka }: Needs): Promise<Place> {
  let parcel: Parcel | undefined
  for (let attempt = 1; ; attempt++) {
    const missing = await link.locate(message.topic)
    parcel ??= toParcel(message, link)
    const failure = missing ?? (parcel && (await carry(parcel, link))) ?? noLeader
    if (failure === 'acknowledged') return placeOf(parcel as Parcel)
    if (parcel) parcel.mayBeWritten ||= failure.mayBeWritten
    if (failure.fault === 'record' || attempt === attempts) throw whyNot(failure, { parcel, kafka })
    await wait(pauseMs * 2 ** attempt)
  }
}

function toParcel(message: OutgoingMessage, link: IdempotentLink): Parcel | undefined {
  const partition = link.partitionOf(message)
  if (partition === undefined) return undefined
  return new Parcel({ topic: message.topic, partition }, [{ message }])
}

async function carry(
  parcel: Parcel,
  link: IdempotentLink,
): Promise<CarryFailed | 'acknowledged' | undefined> {
  const way = link.wayTo(parcel)
  if (!way) return undefined
  const [failure] = await way.carry([parcel])
  return failure ?? 'acknowledged'
}

const noLeader = new CarryFailed(
  { fault: 'way', mayBeWritten: false },
  { cause: new Error('no leader is known') },
)

function placeOf({ topic, partition, baseOffset = '-1' }: Parcel): Place {
  return { topic, partition, offset: baseOffset }
}

type Failed = { readonly parcel: Parcel | undefined; readonly kafka: Kafka }

function whyNot(failure: CarryFailed, { parcel, kafka }: Failed): Error {
  const { cause } = failure
  if (parcel?.mayBeWritten) return new SendUnknown({ cause })
  if (failure.kafkaError) return new RecordRefused(failure.message, { cause })
  return new BrokersUnavailable(kafka.brokers, { cause })
}
