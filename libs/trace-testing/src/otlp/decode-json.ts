import type { SpanEvent, SpanLink } from '../span.ts'
import { Collector, type Decoded } from './decoded.ts'
import { integer, member, members, type Node, nodeOf, text } from './json-fields.ts'
import { MalformedPayload } from './malformed-payload.ts'
import { parseAttributes } from './parse-attributes.ts'
import { emptySpan, pushMember, type RawSpan } from './raw-span.ts'

/*
 * { resourceSpans: [
 *     { resource: { attributes: [ { key: "service.name", value: { stringValue: "order" } } ] },
 *       scopeSpans: [
 *         { scope: { name: "tailspan" },
 *           spans: [
 *             { traceId: 32 hex digits, spanId: 16, parentSpanId: 16 | "", traceState,
 *               name: "POST /orders", kind: 2,
 *               startTimeUnixNano: "1763712267000000000", endTimeUnixNano,
 *               attributes, events: [ { timeUnixNano, name, attributes } ],
 *               links: [ { traceId, spanId, attributes } ],
 *               status: { code: 0, message }, flags: 769 } ] } ] } ] }
 */

/**
 * Reads the spans of an OTLP request in JSON.
 *
 * shape:  64-bit integers as strings or numbers, ids in hex, enums as numbers
 * errors: otlp-malformed, naming the place
 * source: opentelemetry.io/docs/specs/otlp, JSON Protobuf encoding
 */
export function decodeJson(body: Uint8Array): Decoded {
  const collector = new Collector()
  const root = nodeOf(parse(body), 'the body')
  for (const resourceSpans of members(root, 'resourceSpans')) {
    const resource = parseAttributes(member(resourceSpans, 'resource'))
    for (const scopeSpans of members(resourceSpans, 'scopeSpans')) {
      const scope = member(scopeSpans, 'scope')
      const keep = collector.from({ resource, scope: scope ? text(scope, 'name') : '' })
      for (const span of members(scopeSpans, 'spans')) keep(readSpan(span))
    }
  }
  return collector.decoded()
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  } catch (cause) {
    throw new MalformedPayload('the body is not JSON', { cause })
  }
}

function readSpan(node: Node): RawSpan {
  const span: RawSpan = {
    ...emptySpan(),
    traceId: text(node, 'traceId').toLowerCase(),
    spanId: text(node, 'spanId').toLowerCase(),
    parentSpanId: text(node, 'parentSpanId').toLowerCase(),
    traceState: text(node, 'traceState'),
    name: text(node, 'name'),
    kind: Number(integer(node, 'kind')),
    startNs: integer(node, 'startTimeUnixNano'),
    endNs: integer(node, 'endTimeUnixNano'),
    attributes: parseAttributes(node),
    status: readStatus(member(node, 'status')),
    flags: Number(integer(node, 'flags')),
  }
  for (const event of members(node, 'events')) pushMember(span.events, readEvent(event))
  for (const link of members(node, 'links')) pushMember(span.links, readLink(link))
  return span
}

function readStatus(node: Node | undefined): RawSpan['status'] {
  if (!node) return { code: 0, message: '' }
  return { code: Number(integer(node, 'code')), message: text(node, 'message') }
}

function readEvent(node: Node): SpanEvent {
  return {
    name: text(node, 'name'),
    timeNs: integer(node, 'timeUnixNano'),
    attributes: Object.fromEntries(parseAttributes(node)),
  }
}

function readLink(node: Node): SpanLink {
  return {
    traceId: text(node, 'traceId').toLowerCase(),
    spanId: text(node, 'spanId').toLowerCase(),
    attributes: Object.fromEntries(parseAttributes(node)),
  }
}
