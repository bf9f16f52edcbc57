import type { ListedLetter, ListedRow } from '../../state/dead-letter-desk.ts'
import { timeOfDay } from '../../views/time-of-day.ts'
import { traceHref } from '../../views/trace-href.ts'
import type { LetterRow } from './view.ts'

const shownChars = 8

/** A dead letter as a line of the list. */
export function toLetterRow(letter: ListedLetter): LetterRow {
  const { id, eventType = 'unknown type', topic, partition, offset, group, replays } = letter
  const last = replays.at(-1)
  return {
    ...common(letter),
    what: eventType,
    where: `${topic}/${partition}@${offset} by ${group}`,
    why: `${letter.code}: ${letter.message}`,
    at: timeOfDay(letter.deadLetteredAt),
    note: last ? `replayed to ${last.to} at ${timeOfDay(last.at)}` : '',
    label: id.slice(0, shownChars),
  }
}

/** A parked row as a line of the list. */
export function toParkedRow(row: ListedRow): LetterRow {
  const { id, eventType, topic, service, message, parkedAt } = row
  return {
    ...common(row),
    what: eventType,
    where: `${topic} by ${service}`,
    why: message,
    at: timeOfDay(parkedAt),
    note: '',
    label: id.slice(0, shownChars),
  }
}

function common({ id, attempts, traceId }: ListedLetter | ListedRow) {
  return {
    id,
    attempts,
    showHref: `/dead-letters?show=${encodeURIComponent(id)}`,
    traceHref: traceId && traceHref(traceId),
  }
}
