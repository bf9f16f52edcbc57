import { errorName } from '../../../faults/kafka-errors.ts'
import { causesOf, faultOf } from '../fault-of.ts'

/** What an error means to a member: join again, try again, or stop and say so. */
export type GroupFault = 'rejoin' | 'passes' | 'final'

const rejoining = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'MEMBER_ID_REQUIRED',
  'FENCED_INSTANCE_ID',
  'FENCED_MEMBER_EPOCH',
])

const passing = new Set([
  // The next answer to a heartbeat says what this member's epoch is now.
  'STALE_MEMBER_EPOCH',
  // The client has sent it while it logged in anew, as `connections.max.reauth.ms` wants; the next one is in order.
  'ILLEGAL_SASL_STATE',
])

/** A topic has other partitions than those that the group has given out. */
export class PartitionsChanged extends Error {}

export function groupFaultOf(error: unknown): GroupFault {
  if (error instanceof PartitionsChanged) return 'rejoin'
  const { code, isAway, isClosed } = faultOf(error)
  const name = errorName(code)
  if (name && rejoining.has(name)) return 'rejoin'
  if (name) return passing.has(name) ? 'passes' : retriable(error)
  return isAway || isClosed ? 'passes' : 'final'
}

/** The client knows which of Kafka's codes are worth another try. */
function retriable(error: unknown): GroupFault {
  const canRetry = [...causesOf(error)].some((one) => (one as { canRetry?: boolean }).canRetry)
  return canRetry ? 'passes' : 'final'
}
