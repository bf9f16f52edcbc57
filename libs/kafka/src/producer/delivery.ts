import { setTimeout as wait } from 'node:timers/promises'
import { type Carrier, CarryFailed } from './carrier.ts'
import type { PendingSend } from './pending-send.ts'
import { NotSent, RecordRefused, SendUnknown } from './send-errors.ts'

export type DeliveryNeeds = {
  readonly carrier: Carrier
  /** Aborted when the time to stop is over: no further attempt. */
  readonly giveUp: AbortSignal
  readonly backoffMs: number
  /** Tells each caller that its record is there. */
  acknowledge(batch: Batch): void
}

type Batch = readonly PendingSend[]

// A topic can be unknown for a moment, on a broker that has just come up.
const unknownTopicAttempts = 4

/**
 * Brings a batch to its end and returns what has to be queued again, because it never left.
 *
 * shape: what may have left is repeated as it is, same records, same producer, until somebody answers or
 *        its time is over: only so can the broker recognise the copy
 */
export async function deliver(batch: Batch, needs: DeliveryNeeds): Promise<Batch> {
  let mayHaveLeft = false
  for (let attempt = 1; ; attempt++) {
    const failure = await tryOnce(batch, needs)
    if (!failure) return []
    mayHaveLeft ||= failure.left
    const next = nextStep({ failure, attempt, mayHaveLeft, isOver: isOver(batch, needs) })
    if (isSpoilt({ failure, next, mayHaveLeft })) needs.carrier.retire()
    const end = ends[next]
    if (end) return end(batch, { failure, attempt, needs })
    await pause(attempt, needs)
  }
}

type Next = 'repeat' | 'queue-again' | 'refuse' | 'unknown'
type End = { failure: CarryFailed; attempt: number; needs: DeliveryNeeds }
type Ending = (batch: Batch, end: End) => Promise<Batch>

const ends: Record<Next, Ending | undefined> = {
  repeat: undefined,
  'queue-again': queueAgain,
  refuse,
  unknown: endUnknown,
}

type State = {
  readonly failure: CarryFailed
  readonly attempt: number
  readonly mayHaveLeft: boolean
  readonly isOver: boolean
}

function nextStep({ failure: { fault }, attempt, mayHaveLeft, isOver }: State): Next {
  if (fault === 'record') return 'refuse'
  if (fault === 'unknown-topic') return attempt < unknownTopicAttempts ? 'repeat' : 'refuse'
  if (!mayHaveLeft) return 'queue-again'
  return isOver ? 'unknown' : 'repeat'
}

// The broker says so; or kafkajs has rolled the sequence back for records that may be written; or
// nothing has left, so nothing is owed to this producer, and a new one cannot be stuck.
function isSpoilt(the: { failure: CarryFailed; next: Next; mayHaveLeft: boolean }): boolean {
  const isRolledBack = the.next === 'refuse' && the.mayHaveLeft
  return the.failure.fault === 'producer' || isRolledBack || the.next === 'queue-again'
}

async function tryOnce(batch: Batch, needs: DeliveryNeeds): Promise<CarryFailed | undefined> {
  for (const send of batch) send.beginAttempt()
  try {
    await needs.carrier.carry(batch)
    needs.acknowledge(batch)
    return undefined
  } catch (error) {
    const failure = toFailure(error)
    const why = failure.left ? new SendUnknown() : new NotSent()
    for (const send of batch) send.endAttempt(why)
    return failure
  }
}

function toFailure(error: unknown): CarryFailed {
  if (error instanceof CarryFailed) return error
  return new CarryFailed({ fault: 'producer', left: true }, { cause: error })
}

// One record spoils the request of all: halve until it is alone, so that only its caller hears of it.
async function refuse(batch: Batch, { failure, needs }: End): Promise<Batch> {
  if (batch.length === 1) {
    batch[0]?.fail(new RecordRefused(failure.message, { cause: failure.cause }))
    return []
  }
  const middle = Math.ceil(batch.length / 2)
  const again = await deliver(batch.slice(0, middle), needs)
  // The second half must not overtake the first.
  if (again.length > 0) return [...again, ...batch.slice(middle)]
  return deliver(batch.slice(middle), needs)
}

// The broker may still get these; the next batch must not look like them, so it gets a new producer.
async function endUnknown(batch: Batch, { failure, needs }: End): Promise<Batch> {
  needs.carrier.retire()
  for (const send of batch) send.fail(new SendUnknown({ cause: failure.cause }))
  return []
}

async function queueAgain(batch: Batch, { failure, attempt, needs }: End): Promise<Batch> {
  await pause(attempt, needs)
  const nowMs = Date.now()
  return batch.filter((send) => {
    if (send.signal.aborted) send.fail(send.signal.reason)
    else if (send.expiresAtMs <= nowMs) send.fail(new NotSent({ cause: failure.cause }))
    else return true
    return false
  })
}

function isOver(batch: Batch, { giveUp }: DeliveryNeeds): boolean {
  const nowMs = Date.now()
  return giveUp.aborted || batch.every(({ expiresAtMs }) => expiresAtMs <= nowMs)
}

async function pause(attempt: number, { giveUp, backoffMs }: DeliveryNeeds): Promise<void> {
  const pauseMs = Math.min(backoffMs * 2 ** (attempt - 1), 2_000) * (0.8 + Math.random() * 0.4)
  await wait(pauseMs, undefined, { signal: giveUp }).catch(() => {})
}
