import { type DeadLetter, placeText } from '@tailspan/kafka'
import type { Parked } from '../failures/outboxes.ts'
import { age } from './ago.ts'
import { safeText } from './safe-text.ts'

/** One line of facts and one that says why, for lists. */
export type Description = { readonly facts: readonly string[]; readonly why: string }

export function describeLetter(letter: DeadLetter): Description {
  const { groupId, eventType, original, attempts, copies, reason, deadLetteredAtMs, cut } = letter
  return {
    facts: [
      eventType ?? 'unknown type',
      `${placeText(original)} by ${groupId}`,
      tries(attempts),
      `${age(deadLetteredAtMs)} ago`,
      ...(copies > 1 ? [`${copies} copies`] : []),
      ...(cut ? [`cut: ${cut.parts.replaceAll(',', ', ')}`] : []),
      ...replayed(letter),
    ].map(safeText),
    why: safeText(`${reason.code} (${reason.kind}): ${reason.message}${traced(letter.traceId)}`),
  }
}

export function describeParked(row: Parked): Description {
  const { type, topic, service, attempts, parkedAt, lastError } = row
  return {
    facts: [type, `${topic} by ${service}`, tries(attempts), `${age(+parkedAt)} ago`].map(safeText),
    why: safeText(`${lastError}${traced(traceIdOf(row))}`),
  }
}

/** The trace in which a parked event was created. */
export function traceIdOf({ traceparent }: Parked): string | undefined {
  return traceparent?.split('-')[1]
}

function replayed({ replays, replayOf }: DeadLetter): string[] {
  const last = replays.at(-1)
  const again = last ? [`replayed ${age(last.atMs)} ago to ${placeText(last.to)}`] : []
  return replayOf ? [`was a replay of ${replayOf}`, ...again] : again
}

function tries(count: number): string {
  return count === 1 ? '1 attempt' : `${count} attempts`
}

function traced(traceId: string | undefined): string {
  return traceId ? ` · trace ${traceId}` : ''
}
