import type { TailspanError } from '@tailspan/errors'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { PartitionBlocked } from '../message/unreadable-batch.ts'

/** The partitions that stand still until a person has done something, for /readyz. */
export class BlockedPartitions {
  readonly #errors = new Map<string, PartitionBlocked>()

  /** Notes why a record could not be taken to its end; most reasons block nothing. */
  note(record: IncomingRecord, error: TailspanError): void {
    if (error instanceof PartitionBlocked) this.#errors.set(placeNameOf(record), error)
    else this.free(record)
  }

  free(record: IncomingRecord): void {
    if (this.#errors.size > 0) this.#errors.delete(placeNameOf(record))
  }

  /** Another member may own them now; what still blocks one of ours is noted again at its next attempt. */
  clear(): void {
    this.#errors.clear()
  }

  /** Throws why the first of them stands still. */
  check(): void {
    for (const error of this.#errors.values()) throw error
  }
}

function placeNameOf({ topic, partition, offset }: IncomingRecord): string {
  return `${topic}/${partition}/${offset}`
}
