import { ROOT_CONTEXT } from '@opentelemetry/api'
import { type Mock, vi } from 'vitest'
import type { OutgoingMessage } from '../src/message/outgoing-message.ts'
import { type Carrier, CarryFailed, type Fault, type Way } from '../src/producer/queue/carrier.ts'
import type { Load, Parcel } from '../src/producer/queue/parcel.ts'
import { QueueRoom, type RoomLimits } from '../src/producer/queue/queue-room.ts'
import type { BatchLimits } from '../src/producer/queue/send-queue.ts'
import { Sender } from '../src/producer/queue/sender.ts'
import { CancelWatch } from '../src/producer/send/cancel-watch.ts'
import { PendingSend } from '../src/producer/send/pending-send.ts'

type Outcome = CarryFailed | undefined
type Answer = (batch: readonly Load[]) => Promise<Outcome>

type Send = (
  value: string,
  how?: { signal?: AbortSignal; timeoutMs?: number; kept?: boolean; topic?: string },
) => Promise<void>

const never = new AbortController().signal

/** An attempt that fails; what may be written has left, too. */
export function failing(fault: Fault, mayBeWritten: boolean): Answer {
  return async () => new CarryFailed({ fault, mayBeWritten }, { cause: new Error(fault) })
}

type GivenCarrier = Carrier & {
  /** The values of each parcel that was carried. */
  readonly batches: string[][]
  readonly parcels: Parcel[]
  /** Topics that are not there. */
  readonly missing: Set<string>
  readonly retire: Mock<Carrier['retire']>
  readonly cut: Mock<Carrier['cut']>
  answer: (batch: readonly Load[]) => Promise<Outcome>
}

/** Answers as told, and with an ack when nothing is left to tell; `p1/…` is the value of a record for partition 1. */
export function givenCarrier(...answers: Answer[]): GivenCarrier {
  const batches: string[][] = []
  const missing = new Set<string>()
  const carrier: GivenCarrier = {
    batches,
    missing,
    parcels: [],
    async answer(batch: readonly Load[]): Promise<Outcome> {
      batches.push(batch.map(({ message }) => String(message.value)))
      return answers.shift()?.(batch)
    },
    retire: vi.fn<Carrier['retire']>(),
    cut: vi.fn<Carrier['cut']>(),
    partitionOf: ({ topic, value }: OutgoingMessage) =>
      missing.has(topic) ? undefined : Number(/^p(\d)/.exec(String(value))?.[1] ?? 0),
    async locate(topic: string): Promise<Outcome> {
      return missing.has(topic) ? failing('way', false)([]) : undefined
    },
    wayTo: () => way,
  }
  const way: Way = {
    carry(parcels) {
      carrier.parcels.push(...parcels)
      return Promise.all(parcels.map(({ loads }) => carrier.answer(loads)))
    },
  }
  return carrier
}

export function givenSender(
  carrier: Carrier,
  limits: Partial<RoomLimits & BatchLimits> = {},
  backoffMs = 1,
): { readonly sender: Sender; readonly send: Send } {
  const all = { maxQueued: 100, maxQueuedBytes: 1e6, maxBatch: 100, maxBatchBytes: 1e6, ...limits }
  const cancels = new CancelWatch<PendingSend>((one) => sender.cancel(one))
  const sender = new Sender({ carrier, limits: all, room: new QueueRoom(all), backoffMs })
  const send: Send = (
    value,
    { signal = never, timeoutMs = 60_000, kept = false, topic = 'orders' } = {},
  ) => {
    const message: OutgoingMessage = {
      topic,
      key: 'k',
      value,
      headers: { ce_type: 'order.placed', ce_id: value },
      context: ROOT_CONTEXT,
    }
    const pending = new PendingSend({
      message,
      signal,
      how: { kept },
      metrics: { queued() {}, settled() {} },
      expiresAtMs: performance.now() + timeoutMs,
      cancels,
    })
    sender.add(pending)
    return pending.done
  }
  return { sender, send }
}

export function held(): { answer: () => Promise<Outcome>; release: () => void } {
  const gate = Promise.withResolvers<undefined>()
  return { answer: (): Promise<Outcome> => gate.promise, release: () => gate.resolve(undefined) }
}
