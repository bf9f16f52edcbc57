/** The five kinds of the specification; what an exporter left unspecified is INTERNAL. */
export const spanKinds = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const

/** The part a span plays between two services. */
export type SpanKind = (typeof spanKinds)[number]

/** What an attribute may hold. Integers that a double cannot hold are bigints. */
export type AttributeValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly AttributeValue[]
  | Attributes

/** Attributes by key. */
export type Attributes = { readonly [key: string]: AttributeValue }

/** Points at a span, of this or of another trace. */
export type SpanLink = {
  readonly traceId: string
  readonly spanId: string
  readonly attributes: Attributes
}

/** Something that happened at one moment of a span. */
export type SpanEvent = {
  readonly name: string
  readonly timeNs: bigint
  readonly attributes: Attributes
}

/** How the work of a span ended. */
export type SpanStatus = {
  readonly code: 'UNSET' | 'OK' | 'ERROR'
  readonly message?: string
}

/**
 * One finished span as it was received.
 *
 * shape: ids in lower case hex, 32 digits for the trace and 16 for the span
 * units: startNs and endNs in nanoseconds since 1970
 */
export type Span = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  /** Told by newer SDKs only: whether the parent lives in another process. */
  readonly parentIsRemote?: boolean
  readonly name: string
  readonly kind: SpanKind
  readonly service: string
  readonly startNs: bigint
  readonly endNs: bigint
  readonly attributes: Attributes
  readonly links: readonly SpanLink[]
  readonly events: readonly SpanEvent[]
  readonly status: SpanStatus
  readonly traceState?: string
  /** The instrumentation that made the span. */
  readonly scope: string
  /** The process that made the span; `service` is its service.name. */
  readonly resource: Attributes
}
