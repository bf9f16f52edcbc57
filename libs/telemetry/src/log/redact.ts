import { redactText } from './redact-text.ts'

const personalKeys = new Set([
  'email',
  'mail',
  'recipient',
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'password',
  'secret',
  'token',
  'apikey',
  'databaseurl',
])
const maxDepth = 6

/** A copy of what is logged in which personal values and secrets are replaced, however deep they lie. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (depth === maxDepth) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  if (hasOwnText(value)) return redact((value as { toJSON(): unknown }).toJSON(), depth + 1)
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redactField(key, item, depth)]),
  )
}

function redactField(key: string, value: unknown, depth: number): unknown {
  if (value === undefined) return undefined
  return personalKeys.has(key.toLowerCase().replace(/[-_]/g, ''))
    ? '[redacted]'
    : redact(value, depth + 1)
}

function hasOwnText(value: object): boolean {
  return typeof (value as { toJSON?: unknown }).toJSON === 'function'
}
