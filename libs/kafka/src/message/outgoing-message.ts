import type { Context } from '@opentelemetry/api'
import type { HeaderValue } from './kafka-headers.ts'
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
  for (const name in headers) bytes += name.length + headerBytes(headers[name] ?? '')
  return bytes
}

function headerBytes(header: HeaderValue): number {
  if (typeof header === 'string' || Buffer.isBuffer(header)) return 8 + header.length
  return header.reduce((bytes, one) => bytes + 8 + one.length, 0)
}
