import type { Attributes, AttributeValue, Span, SpanEvent, SpanLink, SpanStatus } from '../span.ts'
import { spanKinds } from '../span.ts'
import { MalformedPayload } from './malformed-payload.ts'

/** A span with the numbers of the wire, before it is checked. Both decoders fill it. */
export type RawSpan = {
  traceId: string
  spanId: string
  parentSpanId: string
  traceState: string
  name: string
  kind: number
  startNs: bigint
  endNs: bigint
  attributes: Map<string, AttributeValue>
  events: SpanEvent[]
  links: SpanLink[]
  status: { code: number; message: string }
  flags: number
}

/** What all spans of one instrumentation scope in one process share. */
export type Origin = {
  readonly service: string
  readonly scope: string
  readonly resource: Attributes
}

/** Many empty members in a small body would become gigabytes of objects. */
const maxMembers = 10_000

export function emptySpan(): RawSpan {
  const ids = { traceId: '', spanId: '', parentSpanId: '', traceState: '', name: '' }
  const lists = { attributes: new Map<string, AttributeValue>(), events: [], links: [] }
  return {
    ...ids,
    ...lists,
    kind: 0,
    startNs: 0n,
    endNs: 0n,
    status: { code: 0, message: '' },
    flags: 0,
  }
}

export function pushMember<T>(list: T[], member: T): void {
  if (list.length >= maxMembers) {
    throw new MalformedPayload(`more than ${maxMembers} events or links in one span`)
  }
  list.push(member)
}

/** Why the span cannot be kept, by the rules of the specification; undefined when it can. */
export function faultOf({ traceId, spanId, parentSpanId }: RawSpan): string | undefined {
  if (!isId(traceId, 32)) return `invalid trace id ${JSON.stringify(traceId)}`
  if (!isId(spanId, 16)) return `invalid span id ${JSON.stringify(spanId)}`
  if (parentSpanId !== '' && !isId(parentSpanId, 16)) return 'invalid parent span id'
  return undefined
}

/** Gives a checked span its final shape. */
export function toSpan(raw: RawSpan, origin: Origin): Span {
  return {
    traceId: raw.traceId,
    spanId: raw.spanId,
    ...parentOf(raw),
    name: raw.name,
    // 0 is UNSPECIFIED, which the protocol allows to be taken for INTERNAL.
    kind: spanKinds[raw.kind - 1] ?? 'INTERNAL',
    service: origin.service,
    startNs: raw.startNs,
    endNs: raw.endNs,
    attributes: Object.fromEntries(raw.attributes),
    links: raw.links,
    events: raw.events,
    status: statusOf(raw.status),
    ...(raw.traceState === '' ? {} : { traceState: raw.traceState }),
    scope: origin.scope,
    resource: origin.resource,
  }
}

const hasIsRemote = 0x100
const isRemote = 0x200

function parentOf({ parentSpanId, flags }: RawSpan): Pick<Span, 'parentSpanId' | 'parentIsRemote'> {
  if (parentSpanId === '' || /^0+$/.test(parentSpanId)) return {}
  if ((flags & hasIsRemote) === 0) return { parentSpanId }
  return { parentSpanId, parentIsRemote: (flags & isRemote) !== 0 }
}

function statusOf({ code, message }: RawSpan['status']): SpanStatus {
  const name = (['UNSET', 'OK', 'ERROR'] as const)[code] ?? 'UNSET'
  return message === '' ? { code: name } : { code: name, message }
}

function isId(text: string, digits: number): boolean {
  return text.length === digits && /^[0-9a-f]+$/.test(text) && !/^0+$/.test(text)
}
