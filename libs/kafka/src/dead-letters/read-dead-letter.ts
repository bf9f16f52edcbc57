import { createHash } from 'node:crypto'
import { trace } from '@opentelemetry/api'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { headerText } from '../message/kafka-headers.ts'
import { type Place, parsePlace, placeText } from '../message/place.ts'
import { extractTrace } from '../message/trace-headers.ts'

/**
 * A record that a consumer group dead-lettered.
 *
 * shape: `id` is made of group and original place, so every copy after a crash has the same; `lies` is
 *        where its first copy is; `replayOf` names an earlier record that this one was a replay of
 */
export type DeadLetter = {
  readonly id: string
  readonly groupId: string
  readonly original: Place
  readonly lies: Place
  readonly copies: number
  readonly key: string | null
  readonly eventId: string | undefined
  readonly eventType: string | undefined
  readonly attempts: number
  readonly reason: { readonly code: string; readonly kind: string; readonly message: string }
  readonly writtenAtMs: number
  readonly deadLetteredAtMs: number
  readonly traceId: string | undefined
  readonly replayOf: string | undefined
  /** What the letter does not have as it was: the broker refused the whole. It cannot be replayed. */
  readonly cut?: LetterCut | undefined
  readonly replays: readonly Replay[]
}

/** Of what was cut: the parts, why, and the size and SHA-256 of the value (or batch) before. */
export type LetterCut = {
  readonly parts: string
  readonly reason: string
  readonly bytes: number
  readonly sha256: string
}

/** One time that a dead letter was sent again: where it went, and when. */
export type Replay = { readonly to: Place; readonly atMs: number }

/** Whose letter a record of a dead-letter topic is about; nothing when it is none of ours. */
export function readOwner({ headers }: IncomingRecord) {
  const groupId = headerText(headers, 'dlt-original-consumer-group')
  const topic = headerText(headers, 'dlt-original-topic')
  const partition = headerText(headers, 'dlt-original-partition')
  const original = parsePlace(`${topic}/${partition}@${headerText(headers, 'dlt-original-offset')}`)
  if (!groupId || !original) return undefined
  return { id: idOf(groupId, original), groupId, original }
}

/** What the headers of a dead letter say; its value is left where it is. */
export function readDeadLetter(record: IncomingRecord): DeadLetter | undefined {
  const owner = readOwner(record)
  if (!owner) return undefined
  const { topic, partition, offset, timestamp, key, headers } = record
  const text = (name: string) => headerText(headers, name)
  return {
    ...owner,
    lies: { topic, partition, offset },
    copies: 1,
    key: key === null ? null : String(key),
    eventId: text('ce_id'),
    eventType: text('ce_type'),
    attempts: Number(text('dlt-attempts')) || 1,
    reason: {
      code: text('dlt-exception-code') ?? 'unknown',
      kind: text('dlt-exception-kind') ?? 'internal',
      message: text('dlt-exception-message') ?? '',
    },
    writtenAtMs: Number(text('dlt-original-timestamp')) || Number(timestamp),
    deadLetteredAtMs: Number(timestamp),
    traceId: trace.getSpanContext(extractTrace(headers))?.traceId,
    replayOf: text('dlt-replay-of'),
    cut: readCut(text),
    replays: [],
  }
}

function readCut(text: (name: string) => string | undefined): LetterCut | undefined {
  const parts = text('dlt-cut')
  if (!parts) return undefined
  const reason = text('dlt-cut-reason') ?? ''
  return {
    parts,
    reason,
    bytes: Number(text('dlt-cut-bytes')),
    sha256: text('dlt-cut-sha256') ?? '',
  }
}

const idChars = 16

function idOf(groupId: string, original: Place): string {
  const name = `${groupId}/${placeText(original)}`
  return createHash('sha256').update(name).digest('hex').slice(0, idChars)
}
