import type { PendingSend } from '../send/pending-send.ts'
import { NotSent, RecordRefused, SendUnknown } from '../send/send-errors.ts'
import type { Carrier, CarryFailed } from './carrier.ts'
import type { Parcel } from './parcel.ts'
import type { PartitionSends } from './partition-sends.ts'
import type { SendQueue } from './send-queue.ts'

type Attempt = {
  readonly sends: PartitionSends
  readonly parcel: Parcel<PendingSend>
  readonly failure: CarryFailed
  readonly carrier: Carrier
}

type Next = 'repeat' | 'queue-again' | 'refuse' | 'halve' | 'unknown'

// A broker that finds a request too large closes the connection and says nothing. So does one that dies,
// but not so often.
const closesBeforeHalving = 3
// Nobody answers: perhaps it is this client that is stuck.
const failuresBeforeNewClient = 5

/**
 * Decides what becomes of a parcel whose attempt has failed; true when its partition may go on at once.
 *
 * shape: what may be written is repeated as it is until a broker answers or its time is over; what is certainly
 *        not written is queued again; a refused record is found by halving, in its own partition only
 */
export function settleFailure(attempt: Attempt): boolean {
  const { sends, parcel, failure, carrier } = attempt
  parcel.mayBeWritten ||= failure.mayBeWritten
  parcel.closes = failure.isClosed ? parcel.closes + 1 : 0
  sends.setbacks.add(failure)
  const next = nextStep(attempt)
  if (needsNewProducer(attempt, next)) {
    carrier.retire(parcel.hold)
    parcel.letGo()
  }
  return endings[next](attempt)
}

function nextStep({ parcel, failure: { fault } }: Attempt): Next {
  if (fault === 'record') return 'refuse'
  if (!parcel.mayBeWritten) return 'queue-again'
  if (parcel.loads.every(isExpired)) return 'unknown'
  if (parcel.closes >= closesBeforeHalving && parcel.loads.length > 1) return 'halve'
  return 'repeat'
}

// A sequence number is used for other records only if those that had it are certainly not written: else the
// broker would take them for copies and write nothing.
function needsNewProducer({ sends, parcel, failure }: Attempt, next: Next): boolean {
  if (failure.fault === 'producer' || next === 'unknown') return true
  if (next === 'refuse' || next === 'halve') return parcel.mayBeWritten
  const isStuck = !failure.kafkaError && sends.setbacks.count % failuresBeforeNewClient === 0
  return next === 'queue-again' && isStuck
}

const endings: Record<Next, (attempt: Attempt) => boolean> = {
  repeat({ parcel, failure }) {
    endAttempt(parcel.loads, failure)
    return false
  },
  'queue-again'({ sends, parcel, failure }) {
    endAttempt(parcel.loads, failure)
    const kept = parcel.loads.filter((send) => !failIfOver(send, failure))
    sends.queueAgain(kept)
    failExpired(sends.waiting, failure)
    return false
  },
  refuse(attempt) {
    const { sends, parcel, failure } = attempt
    if (parcel.loads.length > 1) return endings.halve(attempt)
    const [send] = parcel.loads
    sends.settle()
    sends.setbacks.clear()
    send?.fail(new RecordRefused(failure.message, { cause: failure.cause }))
    return true
  },
  halve({ sends, parcel, failure }) {
    endAttempt(parcel.loads, failure)
    sends.halve(parcel)
    sends.setbacks.clear()
    return true
  },
  // The broker may still get these; the next parcel must not look like them, so it gets a new producer.
  unknown({ sends, parcel, failure }) {
    sends.settle()
    for (const send of parcel.loads) send.fail(new SendUnknown({ cause: failure.cause }))
    return true
  },
}

/** Ends the waiting of those that are cancelled or too old. */
export function failExpired(queue: SendQueue, failure: CarryFailed): void {
  const over = queue.takeIf((send) => send.signal.aborted || isExpired(send))
  for (const send of over) failIfOver(send, failure)
}

/** Ends the waiting of all: no broker will ever take them. */
export function refuseAll(queue: SendQueue, failure: CarryFailed): void {
  for (const send of queue.takeAll())
    send.fail(new RecordRefused(failure.message, { cause: failure.cause }))
}

function failIfOver(send: PendingSend, { cause }: CarryFailed): boolean {
  if (send.signal.aborted) send.fail(send.signal.reason)
  else if (isExpired(send)) send.fail(new NotSent({ cause }))
  else return false
  return true
}

function isExpired({ expiresAtMs }: PendingSend): boolean {
  return expiresAtMs <= performance.now()
}

function endAttempt(sends: readonly PendingSend[], { mayBeWritten }: CarryFailed): void {
  const why = mayBeWritten ? new SendUnknown() : new NotSent()
  for (const send of sends) send.endAttempt(why)
}
