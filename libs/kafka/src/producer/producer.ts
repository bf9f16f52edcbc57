import type { Actor } from '@tailspan/lifecycle'
import { inRoot, type Scope } from '@tailspan/scope'
import type { Kafka } from '../client/kafka.ts'
import { untilConnected } from '../client/until-connected.ts'
import type { CloudEvent } from '../message/cloud-event.ts'
import { createMessage } from '../message/create-message.ts'
import { messageBytes, type OutgoingMessage } from '../message/outgoing-message.ts'
import { createTraceWriter } from '../message/trace-writer.ts'
import { Lanes } from './queue/lanes.ts'
import { QueueRoom } from './queue/queue-room.ts'
import { Sender } from './queue/sender.ts'
import { CancelWatch } from './send/cancel-watch.ts'
import { PendingSend } from './send/pending-send.ts'
import { createProducerMetrics } from './send/producer-metrics.ts'
import { RecordRefused } from './send/send-errors.ts'
import type { SendOptions } from './send/send-span.ts'
import { KafkaCarrier } from './wire/kafka-carrier.ts'

/** How much may wait, how large a record may be, how long its delivery is tried. */
export type ProducerOptions = {
  /** Where its records will go, as far as is known. */
  readonly topics?: readonly string[]
  readonly maxQueued?: number
  readonly maxQueuedBytes?: number
  readonly maxRecordBytes?: number
  readonly deliveryTimeoutMs?: number
  readonly backoffMs?: number
  /** How many batches may be on their way at once. */
  readonly maxInFlight?: number
}

/** Makes records and sends them; its actor connects, drains and disconnects. */
export interface Producer {
  readonly actor: Actor
  create(topic: string, event: CloudEvent, scope: Scope): OutgoingMessage
  send(message: OutgoingMessage, options: SendOptions & { readonly scope: Scope }): Promise<void>
  pending(): number
}

const defaults = {
  topics: [],
  maxQueued: 10_000,
  maxQueuedBytes: 64_000_000,
  // A broker's limit is 1,048,588 bytes for a whole batch: the largest record must fit, with room
  // for the headers of a dead letter.
  maxRecordBytes: 900_000,
  deliveryTimeoutMs: 120_000,
  backoffMs: 100,
  maxInFlight: 1,
}
const batchLimits = { maxBatch: 1_000, maxBatchBytes: 900_000 }

/**
 * A producer that batches by itself and tells each caller what became of its record.
 *
 * shape:   `create` makes the record with its creation context, `send` resolves at the broker's ack; each of
 *          `maxInFlight` has a producer id and connections of its own, records of one key keep their order
 * units:   deliveryTimeoutMs, backoffMs in milliseconds; maxQueuedBytes, maxRecordBytes in bytes
 * errors:  the scope's reason (cancelled before it left: never sent), producer-full, producer-stopped,
 *          not-sent, send-unknown, record-refused
 * repeats: sending a message twice writes it twice; our own repetitions do not
 */
export function createProducer(kafka: Kafka, options: ProducerOptions = {}): Producer {
  const settings = { ...defaults, ...options }
  const metrics = createProducerMetrics()
  const writeTrace = createTraceWriter()
  const lanes = openLanes(kafka, settings)
  const cancels = new CancelWatch<PendingSend>((cancelled) => lanes.cancel(cancelled))

  function enqueue(given: OutgoingMessage, how: SendOptions, signal: AbortSignal): PendingSend {
    signal.throwIfAborted()
    const message = writeTrace(given)
    const expiresAtMs = performance.now() + settings.deliveryTimeoutMs
    const pending = new PendingSend({ message, how, signal, expiresAtMs, metrics, cancels })
    lanes.add(pending)
    return pending
  }

  // The promise of the record itself: that of an async function would be one more for each record.
  function send(
    message: OutgoingMessage,
    options: SendOptions & { readonly scope: Scope },
  ): Promise<void> {
    try {
      return enqueue(message, options, options.scope.signal).done
    } catch (error) {
      return Promise.reject(error)
    }
  }

  return {
    actor: createProducerActor(kafka, lanes),
    create: (topic, event, scope) => assertSize(createMessage(topic, event, scope), settings),
    send,
    pending: () => lanes.pending,
  }
}

function openLanes(kafka: Kafka, settings: Required<ProducerOptions>): Lanes {
  const room = new QueueRoom(settings)
  const openLane = () => {
    const carrier = new KafkaCarrier(kafka, settings.topics)
    const { backoffMs } = settings
    return { carrier, sender: new Sender({ carrier, limits: batchLimits, room, backoffMs }) }
  }
  return new Lanes(Array.from({ length: settings.maxInFlight }, openLane))
}

function createProducerActor(kafka: Kafka, lanes: Lanes): Actor {
  const patience = { log: kafka.log, who: 'producer' }
  return {
    name: 'kafka producer',
    async start(signal) {
      try {
        await inRoot(() => untilConnected(() => lanes.connect(), { ...patience, signal }))
      } catch (error) {
        await lanes.disconnect()
        throw error
      }
    },
    // For closing the connections.
    reserveMs: 300,
    stop: (signal) => lanes.close(signal),
  }
}

function assertSize(
  message: OutgoingMessage,
  { maxRecordBytes }: { maxRecordBytes: number },
): OutgoingMessage {
  if (messageBytes(message) <= maxRecordBytes) return message
  throw new RecordRefused(`larger than ${maxRecordBytes} bytes`)
}
