import type { ErrorKind } from '@tailspan/errors'

const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
  internal: 500,
}

// Where HTTP has a better word than the kind's.
const statusOfCode: Readonly<Record<string, number>> = {
  'method-not-allowed': 405,
  'request-timeout': 408,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'header-fields-too-large': 431,
}

/** What a service adds to the table: `{ 'unknown-sku': 422 }`. */
export type StatusByCode = Readonly<Record<string, number>>

export function problemStatus(
  { code, kind }: { code: string; kind: ErrorKind },
  ours: StatusByCode = {},
): number {
  return ownValue(ours, code) ?? ownValue(statusOfCode, code) ?? statusOfKind[kind]
}

function ownValue(table: StatusByCode, code: string): number | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined
}

export function isErrorKind(value: unknown): value is ErrorKind {
  return typeof value === 'string' && Object.hasOwn(statusOfKind, value)
}
