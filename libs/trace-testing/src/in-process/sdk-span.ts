import { type Attributes, type Span, spanKinds } from '../span.ts'

/*
 * ReadableSpan of @opentelemetry/sdk-trace, as far as it is read
 * ├── spanContext()       traceId, spanId, traceState?
 * ├── parentSpanContext?  spanId, isRemote?
 * ├── name  kind          0 INTERNAL … 4 CONSUMER: one less than on the wire
 * ├── startTime  endTime  [ seconds, nanoseconds ]
 * ├── attributes  links  events  status
 * └── resource  instrumentationScope
 */

type Moment = readonly [seconds: number, nanoseconds: number]
type Ids = { readonly traceId: string; readonly spanId: string }
type Bag = Readonly<Record<string, unknown>>

/** A span of the SDK, by its shape: this package does not depend on the SDK. */
export type SdkSpan = {
  readonly name: string
  readonly kind: number
  readonly spanContext: () => Ids & { readonly traceState?: { serialize(): string } | undefined }
  readonly parentSpanContext?: (Ids & { readonly isRemote?: boolean | undefined }) | undefined
  readonly startTime: Moment
  readonly endTime: Moment
  readonly attributes: Bag
  readonly links: readonly { readonly context: Ids; readonly attributes?: Bag | undefined }[]
  readonly events: readonly {
    readonly name: string
    readonly time: Moment
    readonly attributes?: Bag | undefined
  }[]
  readonly status: { readonly code: number; readonly message?: string | undefined }
  readonly resource: { readonly attributes: Bag }
  readonly instrumentationScope: { readonly name: string }
}

/** The same span as the receiver would have stored it. */
export function toSpan(span: SdkSpan): Span {
  const { traceId, spanId, traceState } = span.spanContext()
  return {
    traceId,
    spanId,
    name: span.name,
    ...parentOf(span),
    kind: spanKinds[span.kind] ?? 'INTERNAL',
    service: String(span.resource.attributes['service.name'] ?? 'unknown_service'),
    startNs: toNs(span.startTime),
    endNs: toNs(span.endTime),
    attributes: bagOf(span.attributes),
    links: span.links.map(({ context, attributes }) => ({
      traceId: context.traceId,
      spanId: context.spanId,
      attributes: bagOf(attributes),
    })),
    events: span.events.map(({ name, time, attributes }) => ({
      name,
      timeNs: toNs(time),
      attributes: bagOf(attributes),
    })),
    status: statusOf(span.status),
    ...(traceState ? { traceState: traceState.serialize() } : {}),
    scope: span.instrumentationScope.name,
    resource: bagOf(span.resource.attributes),
  }
}

function parentOf({ parentSpanContext: parent }: SdkSpan) {
  return parent ? { parentSpanId: parent.spanId, parentIsRemote: parent.isRemote === true } : {}
}

function toNs([seconds, nanoseconds]: Moment): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds)
}

function bagOf(attributes: Bag = {}): Attributes {
  return { ...attributes } as Attributes
}

function statusOf({ code, message }: SdkSpan['status']): Span['status'] {
  const name = (['UNSET', 'OK', 'ERROR'] as const)[code] ?? 'UNSET'
  return message ? { code: name, message } : { code: name }
}
