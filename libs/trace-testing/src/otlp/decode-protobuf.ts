import type { AttributeValue, SpanEvent, SpanLink } from '../span.ts'
import { Collector, type Decoded, type RawOrigin } from './decoded.ts'
import { type Field, type FieldTable, readMessage } from './protobuf-reader.ts'
import { emptySpan, pushMember, type RawSpan } from './raw-span.ts'
import { readAttribute } from './read-attributes.ts'

/*
 * ExportTraceServiceRequest
 * └── 1 resource_spans*
 *     ├── 1 resource          1 attributes  KeyValue*     service.name = "order"
 *     └── 2 scope_spans*
 *         ├── 1 scope         1 name        string        "tailspan"
 *         └── 2 spans*
 *             ├── 1  trace_id        bytes[16]
 *             ├── 2  span_id         bytes[8]
 *             ├── 3  trace_state     string
 *             ├── 4  parent_span_id  bytes[8]             empty: a root
 *             ├── 5  name            string               "POST /orders"
 *             ├── 6  kind            enum                 1 INTERNAL … 5 CONSUMER
 *             ├── 7  start           fixed64, ns          since 1970
 *             ├── 8  end             fixed64, ns
 *             ├── 9  attributes      KeyValue*
 *             ├── 11 events*         1 time fixed64, 2 name, 3 attributes*
 *             ├── 13 links*          1 trace_id, 2 span_id, 4 attributes*
 *             ├── 15 status          2 message, 3 code    0 UNSET, 1 OK, 2 ERROR
 *             └── 16 flags           fixed32              0x100 knows, 0x200 parent is remote
 */

/**
 * Reads the spans of an OTLP request in protobuf.
 *
 * errors: otlp-malformed
 * source: opentelemetry/proto/trace/v1/trace.proto
 */
export function decodeProtobuf(body: Uint8Array): Decoded {
  const collector = new Collector()
  readMessage(body, { 1: (_, field) => readResourceSpans(field, collector) }, undefined)
  return collector.decoded()
}

type Bag = Map<string, AttributeValue>

// The order of fields is free, so each message is read twice: first what its spans share, then
// the spans, one at a time, so that a body of a million empty spans holds no memory.
function readResourceSpans(field: Field, collector: Collector): void {
  const resource: Bag = new Map()
  readMessage(field.bytes(), { 1: (_, { bytes }) => readBag(bytes(), resource) }, undefined)
  const from = (scope: string) => ({ resource, scope })
  readMessage(
    field.bytes(),
    { 2: (_, { bytes }) => readScopeSpans(bytes(), from, collector) },
    undefined,
  )
}

function readScopeSpans(
  bytes: Uint8Array,
  from: (scope: string) => RawOrigin,
  collector: Collector,
): void {
  const scope = { name: '' }
  readMessage(bytes, { 1: (target, field) => readScope(field, target) }, scope)
  const keep = collector.from(from(scope.name))
  readMessage(
    bytes,
    { 2: (_, field) => keep(readMessage(field.bytes(), spanTable, emptySpan())) },
    undefined,
  )
}

function readBag(bytes: Uint8Array, bag: Bag): void {
  readMessage(bytes, { 1: (target, field) => readAttribute(target, field) }, bag)
}

function readScope(field: Field, scope: { name: string }): void {
  readMessage(field.bytes(), scopeTable, scope)
}

const scopeTable: FieldTable<{ name: string }> = {
  1: (scope, { text }) => {
    scope.name = text()
  },
}

const spanTable: FieldTable<RawSpan> = {
  1: (span, { hex }) => {
    span.traceId = hex()
  },
  2: (span, { hex }) => {
    span.spanId = hex()
  },
  3: (span, { text }) => {
    span.traceState = text()
  },
  4: (span, { hex }) => {
    span.parentSpanId = hex()
  },
  5: (span, { text }) => {
    span.name = text()
  },
  6: (span, { varint }) => {
    span.kind = Number(varint())
  },
  7: (span, { fixed64 }) => {
    span.startNs = fixed64()
  },
  8: (span, { fixed64 }) => {
    span.endNs = fixed64()
  },
  9: (span, field) => readAttribute(span.attributes, field),
  11: (span, field) => pushMember(span.events, readEvent(field.bytes())),
  13: (span, field) => pushMember(span.links, readLink(field.bytes())),
  15: (span, { bytes }) => {
    span.status = readMessage(bytes(), statusTable, { code: 0, message: '' })
  },
  16: (span, { fixed32 }) => {
    span.flags = fixed32()
  },
}

const statusTable: FieldTable<RawSpan['status']> = {
  2: (status, { text }) => {
    status.message = text()
  },
  3: (status, { varint }) => {
    status.code = Number(varint())
  },
}

function readEvent(bytes: Uint8Array): SpanEvent {
  const event = { name: '', timeNs: 0n, attributes: new Map() as Bag }
  const table: FieldTable<typeof event> = {
    1: (target, { fixed64 }) => {
      target.timeNs = fixed64()
    },
    2: (target, { text }) => {
      target.name = text()
    },
    3: (target, field) => readAttribute(target.attributes, field),
  }
  readMessage(bytes, table, event)
  return { ...event, attributes: Object.fromEntries(event.attributes) }
}

function readLink(bytes: Uint8Array): SpanLink {
  const link = { traceId: '', spanId: '', attributes: new Map() as Bag }
  const table: FieldTable<typeof link> = {
    1: (target, { hex }) => {
      target.traceId = hex()
    },
    2: (target, { hex }) => {
      target.spanId = hex()
    },
    4: (target, field) => readAttribute(target.attributes, field),
  }
  readMessage(bytes, table, link)
  return { ...link, attributes: Object.fromEntries(link.attributes) }
}
