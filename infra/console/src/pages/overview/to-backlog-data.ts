import { formatDuration } from '@tailspan/trace-testing'
import type { Backlog } from '../../backlog/backlog.ts'
import type { BacklogData } from '../../views/backlog.ts'

/** What waits, as its tables show it. */
export function toBacklogData(seen: Backlog | undefined): BacklogData {
  return {
    isKnown: seen !== undefined,
    outboxes: seen?.outboxes?.map(({ service, rows, parked, oldestAgeMs }) => ({
      service,
      rows,
      parked,
      oldest: rows > 0 ? formatDuration(BigInt(Math.round(oldestAgeMs)) * 1_000_000n) : '',
    })),
    lags: seen?.lags,
  }
}
