import type { PendingSend } from '../send/pending-send.ts'
import type { Carrier, Way } from './carrier.ts'
import type { Parcel } from './parcel.ts'
import type { PartitionSends } from './partition-sends.ts'
import type { BatchLimits } from './send-queue.ts'

/** A parcel that is on its way, with the queue that it comes from. */
export type Taken = { readonly sends: PartitionSends; readonly parcel: Parcel<PendingSend> }

type Needs = {
  readonly carrier: Carrier
  readonly limits: BatchLimits
  readonly busy: ReadonlySet<Way>
}

type Requests = {
  readonly requests: ReadonlyMap<Way, readonly Taken[]>
  /** Nobody knows the leader of these. */
  readonly lost: readonly PartitionSends[]
}

/** Takes from the partitions that are ready what fits into one request for each leader that has none. */
export function takeRequests(ready: Set<PartitionSends>, needs: Needs): Requests {
  const requests = new Map<Way, Request>()
  const lost: PartitionSends[] = []
  for (const sends of ready) {
    const way = sends.size > 0 && needs.carrier.wayTo(sends, sends.hold)
    const isTaken = way ? takeFor(way, sends, { ...needs, requests }) : true
    if (!isTaken) continue
    ready.delete(sends)
    if (way === undefined) lost.push(sends)
    sends.isAway = way !== false
  }
  return { requests: new Map([...requests].map(([way, { taken }]) => [way, taken])), lost }
}

type Request = { readonly taken: Taken[]; readonly room: BatchLimits }
type Taking = Needs & { readonly requests: Map<Way, Request> }

function takeFor(way: Way, sends: PartitionSends, { busy, limits, requests }: Taking): boolean {
  const { taken, room } = requests.get(way) ?? { taken: [], room: limits }
  if (busy.has(way) || room.maxBatch <= 0 || room.maxBatchBytes <= 0) return false
  const parcel = sends.take(room)
  taken.push({ sends, parcel })
  requests.set(way, { taken, room: without(room, parcel) })
  return true
}

function without({ maxBatch, maxBatchBytes }: BatchLimits, { loads }: Parcel<PendingSend>) {
  const bytes = loads.reduce((sum, load) => sum + load.bytes, 0)
  return { maxBatch: maxBatch - loads.length, maxBatchBytes: maxBatchBytes - bytes }
}
