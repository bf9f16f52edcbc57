import { type HeaderValue, type KafkaHeaders, valuesOf } from '../message/kafka-headers.ts'

/** What a letter says besides what the record said; dead-letter.ts draws them. */
export type LetterHeader = (typeof letterHeaders)[number]

const letterHeaders = [
  'dlt-original-topic',
  'dlt-original-partition',
  'dlt-original-offset',
  'dlt-original-timestamp',
  'dlt-original-consumer-group',
  'dlt-attempts',
  'dlt-exception-code',
  'dlt-exception-kind',
  'dlt-exception-message',
  'dlt-failed-traceparent',
  'dlt-cut',
  'dlt-cut-reason',
  'dlt-cut-bytes',
  'dlt-cut-sha256',
  'dlt-replayed-to',
] as const

type Headers = Record<string, HeaderValue>

/**
 * The headers of a record, and behind them those of its letter.
 *
 * shape: a name that the record has already, from another tool, gets one more value: of a repeated header
 *        the last counts, so an empty one is written where the letter itself has nothing to say
 */
export function addLetterHeaders(
  headers: KafkaHeaders,
  own: Partial<Record<LetterHeader, string>>,
): Headers {
  const merged = copyHeaders(headers)
  for (const name of letterHeaders) {
    const present = merged[name]
    const value = own[name]
    if (present !== undefined) merged[name] = [...valuesOf(present), value ?? '']
    else if (value !== undefined) merged[name] = value
  }
  return merged
}

/** The headers that the record had before it became a letter. */
export function removeLetterHeaders(headers: KafkaHeaders): Headers {
  const left = copyHeaders(headers)
  for (const name of letterHeaders) {
    const [first, ...others] = valuesOf(left[name] ?? []).slice(0, -1)
    if (first === undefined) delete left[name]
    else left[name] = others.length === 0 ? first : [first, ...others]
  }
  return left
}

/** A copy to write into, which knows no names but its own. */
export function copyHeaders(headers: KafkaHeaders): Headers {
  return Object.assign(Object.create(null), headers)
}
