import { TailspanError } from '@tailspan/errors'
import type { KafkaClient } from '../client/port/kafka-client.ts'
import { errorName } from '../faults/kafka-errors.ts'

type Membership = {
  readonly heartbeat: () => Promise<void>
  readonly faultOf: KafkaClient['faultOf']
  readonly heartbeatMs: number
  readonly sessionMs: number
  /** The group is giving out its partitions anew, which waits for this member: called with what the client threw. */
  readonly onRebalancing: (error: unknown) => void
  /** Called once, when the group has expelled this member or nobody answered for a session. */
  readonly onLost: (reason: PartitionLost) => void
}

/** Another member may own the partition by now: whatever is not committed yet must not be. */
export class PartitionLost extends TailspanError {
  constructor() {
    super('partition-lost', 'unavailable', 'this consumer is no longer a member of its group')
  }
}

// A rebalance is no expulsion: until this member joins again nobody else gets its partitions.
const expulsions = new Set([
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'FENCED_INSTANCE_ID',
  'FENCED_MEMBER_EPOCH',
])

const rebalancing = 'REBALANCE_IN_PROGRESS'

/** Sends heartbeats while the work goes on, and says what they bring to light. */
export async function keepMembership<T>(
  { heartbeat, faultOf, heartbeatMs, sessionMs, onRebalancing, onLost }: Membership,
  work: () => Promise<T>,
): Promise<T> {
  let aliveAtMs = performance.now()
  let isLost = false
  const noteAlive = () => {
    aliveAtMs = performance.now()
  }
  const noteFault = (error: unknown) => {
    const name = errorName(faultOf(error).code) ?? ''
    // A member that gets this answer is still one, and is waited for.
    if (name === rebalancing) {
      noteAlive()
      onRebalancing(error)
    }
    const isExpired = performance.now() - aliveAtMs > sessionMs
    if (isLost || !(isExpired || expulsions.has(name))) return
    isLost = true
    onLost(new PartitionLost())
  }
  const beat = () => heartbeat().then(noteAlive, noteFault)
  const timer = setInterval(() => void beat(), heartbeatMs)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
