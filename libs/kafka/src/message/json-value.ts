import { isUtf8 } from 'node:buffer'
import { EventMalformed } from './event-malformed.ts'
import { headerText, type KafkaHeaders } from './kafka-headers.ts'

const jsonTypes = /^application\/(?:json|[\w.-]+\+json)$/
const structuredTypes = /^application\/cloudevents(?:-batch)?\+json$/
const charsets = new Set(['utf-8', 'utf8', 'us-ascii'])

/** Refuses what is not JSON by its content type, with the reason. */
export function checkContentType(headers: KafkaHeaders): void {
  const [essence = '', ...parameters] = (headerText(headers, 'content-type') ?? '').split(';')
  const type = essence.trim().toLowerCase()
  if (structuredTypes.test(type)) throw refused('is a CloudEvent in structured mode: send binary')
  if (!jsonTypes.test(type)) throw refused('is missing or not JSON')
  const charset = parameters.map(charsetOf).find((name) => name !== undefined)
  if (charset && !charsets.has(charset)) throw refused('has a charset other than UTF-8')
}

function charsetOf(parameter: string): string | undefined {
  const [name = '', value = ''] = parameter.split('=')
  if (name.trim().toLowerCase() !== 'charset') return undefined
  return value.trim().toLowerCase().replaceAll('"', '')
}

function refused(reason: string): EventMalformed {
  return new EventMalformed('content-type', { reason })
}

/** The JSON of a value; none at all is null, so that the schema decides. */
export function parseJson(value: Buffer | null): unknown {
  // Replacement characters instead of what was sent would be somebody's wrong name.
  if (value && !isUtf8(value)) throw new EventMalformed('value', { reason: 'is not UTF-8' })
  if (value && isTooDeep(value))
    throw new EventMalformed('value', { reason: `is nested more than ${maxDepth} deep` })
  try {
    return JSON.parse(String(value))
  } catch {
    // Nothing of the error is kept: V8 quotes the input, and the input is somebody's data.
  }
  throw new EventMalformed('value')
}

const maxDepth = 500
const [quote, backslash] = Buffer.from('"\\')
const levels = new Int8Array(256)
for (const byte of Buffer.from('[{')) levels[byte] = 1
for (const byte of Buffer.from(']}')) levels[byte] = -1

// JSON.parse takes any depth; what walks through its result afterwards runs out of stack.
function isTooDeep(bytes: Buffer): boolean {
  if (bytes.length <= maxDepth) return false
  let depth = 0
  for (let i = 0; i < bytes.length && depth <= maxDepth; i++) {
    const byte = bytes[i] as number
    if (byte === quote) i = endOfText(bytes, i)
    else depth += levels[byte] as number
  }
  return depth > maxDepth
}

function endOfText(bytes: Buffer, start: number): number {
  let i = start + 1
  for (; i < bytes.length && bytes[i] !== quote; i++) if (bytes[i] === backslash) i++
  return i
}
