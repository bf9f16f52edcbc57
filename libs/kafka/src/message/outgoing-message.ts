import type { Context } from '@opentelemetry/api'
import { type HeaderValue, valuesOf } from './kafka-headers.ts'
import { decodeStoredTrace } from './trace-headers.ts'

/**
 * A record before it is sent.
 *
 * shape: `context` is the creation context: what the headers carry, and nothing that keeps a request alive;
 *        trace headers are W3C, and the producer translates them as OTEL_PROPAGATORS says
 */
export type OutgoingMessage = {
  readonly topic: string
  readonly key: string | Buffer | null
  readonly value: string | Buffer | null
  readonly headers: Readonly<Record<string, HeaderValue>>
  readonly context: Context
  /** Its headers are somebody else's, or a copy of what lies in Kafka: they are sent as they are. */
  readonly isVerbatim?: true
}

/** Makes a message of a stored one: its creation context is read from its headers. */
export function restoreMessage(stored: Omit<OutgoingMessage, 'context'>): OutgoingMessage {
  return { ...stored, context: decodeStoredTrace(stored.headers) }
}

/** What the record takes in a batch, about: key and value exactly, headers as if they were ASCII. */
export function messageBytes({ key, value, headers }: OutgoingMessage): number {
  let bytes = 32 + Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? '')
  for (const name in headers) bytes += headerBytes(name, headers[name] ?? null)
  return bytes
}

function headerBytes(name: string, value: HeaderValue): number {
  if (typeof value === 'string') return name.length + 8 + value.length
  return valuesOf(value).reduce((bytes, one) => bytes + name.length + 8 + (one?.length ?? 0), 0)
}
