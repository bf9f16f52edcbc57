import { type DeadLetter, placeText } from '@tailspan/kafka'
import type { Failures } from '../failures/failures.ts'
import type { Parked } from '../failures/outboxes.ts'
import { traceIdOf } from './describe.ts'

// list --json
// ├─ deadLetters   [ { id, group, topic, partition, offset, copies, key, eventId, eventType, attempts, code,
// │                    kind, message, writtenAt, deadLetteredAt, traceId, replayOf, replays: [ { to, at } ],
// │                    cut?: { parts, reason, bytes, sha256 } } ]
// ├─ parked        [ { id, service, topic, key, eventType, attempts, message, parkedAt, traceId } ]
// ├─ foreign       records in dead-letter topics that are no dead letters of ours
// └─ troubles      [ sentence ] what could not be asked

/** What `list --json` prints. */
export function listJson({ letters, parked, foreignCount, troubles }: Failures) {
  return {
    deadLetters: letters.map(letterJson),
    parked: parked.map(parkedJson),
    foreign: foreignCount,
    troubles: troubles.map(({ message }) => message),
  }
}

export function letterJson(letter: DeadLetter) {
  const {
    groupId,
    original,
    reason,
    replays,
    writtenAtMs,
    deadLetteredAtMs,
    lies: _,
    ...rest
  } = letter
  return {
    ...rest,
    ...original,
    ...reason,
    group: groupId,
    writtenAt: time(writtenAtMs),
    deadLetteredAt: time(deadLetteredAtMs),
    replays: replays.map(({ to, atMs }) => ({ to: placeText(to), at: time(atMs) })),
  }
}

export function parkedJson(row: Parked) {
  const { id, service, topic, key, type, attempts, lastError, parkedAt } = row
  return {
    id,
    service,
    topic,
    key,
    eventType: type,
    attempts,
    message: lastError,
    parkedAt: parkedAt.toISOString(),
    traceId: traceIdOf(row),
  }
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}
