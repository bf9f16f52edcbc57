import { STATUS_CODES } from 'node:http'
import type { ErrorKind } from '@tailspan/errors'

const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
  internal: 500,
}

// Where HTTP has a word for a refusal, that word is a code: `payload-too-large` is 413.
const statusOfCode: StatusByCode = Object.fromEntries(
  Object.keys(STATUS_CODES)
    .map(Number)
    .filter((status) => (status >= 400 && status < 500) || [501, 505].includes(status))
    .map((status) => [codeOfStatus(status), status]),
)

/** What a service adds to the table: `{ 'unknown-sku': 422 }`. */
export type StatusByCode = Readonly<Record<string, number>>

export function problemStatus(
  { code, kind }: { code: string; kind: ErrorKind },
  ours: StatusByCode = {},
): number {
  return ownValue(ours, code) ?? ownValue(statusOfCode, code) ?? statusOfKind[kind]
}

/** The word that HTTP has for a status, as a code: 403 is `forbidden`. */
export function codeOfStatus(status: number): string {
  const words = STATUS_CODES[status] ?? 'bad request'
  return words.toLowerCase().replace(/[^a-z]+/g, '-')
}

export function isErrorKind(value: unknown): value is ErrorKind {
  return typeof value === 'string' && Object.hasOwn(statusOfKind, value)
}

function ownValue(table: StatusByCode, code: string): number | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined
}
