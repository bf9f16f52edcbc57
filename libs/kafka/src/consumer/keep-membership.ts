import { TailspanError } from '@tailspan/errors'

type Membership = {
  readonly heartbeat: () => Promise<void>
  readonly heartbeatMs: number
  readonly sessionMs: number
}

/** Another member may own the partition by now: whatever is not committed yet must not be. */
export class PartitionLost extends TailspanError {
  constructor() {
    super('partition-lost', 'unavailable', 'this consumer is no longer a member of its group')
  }
}

// A rebalance is no expulsion: until this member joins again nobody else gets its partitions.
const expulsions = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'])

/**
 * Sends heartbeats while the work goes on, and says when they have become pointless.
 *
 * shape: `onLost` is called once, when the group expelled this member or nobody answered for a session
 */
export async function keepMembership<T>(
  { heartbeat, heartbeatMs, sessionMs }: Membership,
  onLost: (reason: PartitionLost) => void,
  work: () => Promise<T>,
): Promise<T> {
  let aliveAtMs = Date.now()
  const beat = async () => {
    try {
      await heartbeat()
      aliveAtMs = Date.now()
    } catch (error) {
      const isExpelled = expulsions.has(String((error as { type?: unknown }).type))
      if (isExpelled || Date.now() - aliveAtMs > sessionMs) onLost(new PartitionLost())
    }
  }
  const timer = setInterval(() => void beat(), heartbeatMs)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
