import { type Baggage, type BaggageEntry, propagation } from '@opentelemetry/api'

// Wire: W3C Baggage.  tenant=blue,plan=gold%20plus

const maxBytes = 2_048
const maxEntries = 32
const token = /^[\w!#$%&'*+\-.^`|~]{1,256}$/

/** The header of a baggage; whole entries are left out from where it would grow over the limit. */
export function encodeBaggage(baggage: Baggage | undefined): string {
  let header = ''
  for (const [key, { value }] of baggage?.getAllEntries().slice(0, maxEntries) ?? []) {
    if (!token.test(key)) continue
    const longer = `${header}${header && ','}${key}=${encodeURIComponent(value)}`
    if (longer.length > maxBytes) break
    header = longer
  }
  return header
}

/** The baggage of a header; an oversized header is ignored as a whole, a malformed entry by itself. */
export function decodeBaggage(header: string | undefined): Baggage | undefined {
  if (!header || header.length > maxBytes) return undefined
  const entries = header.split(',').slice(0, maxEntries).flatMap(parseEntry)
  return entries.length > 0 ? propagation.createBaggage(Object.fromEntries(entries)) : undefined
}

function parseEntry(text: string): [string, BaggageEntry][] {
  const [pair = ''] = text.split(';')
  const at = pair.indexOf('=')
  const key = pair.slice(0, Math.max(at, 0)).trim()
  if (!token.test(key) || key === '__proto__') return []
  try {
    return [[key, { value: decodeURIComponent(pair.slice(at + 1).trim()) }]]
  } catch {
    return []
  }
}
