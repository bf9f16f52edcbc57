import type { AttributeValue } from '../span.ts'
import { integer, list, member, members, type Node, nodeOf, text } from './json-fields.ts'
import { MalformedPayload } from './malformed-payload.ts'
import { maxDepth, toInteger } from './read-attributes.ts'

/*
 * attributes: [ { key: "tailspan.detached", value: { boolValue: true } } ]
 * value: one of { stringValue } { boolValue } { intValue: "42" | 42 } { doubleValue: 0.5 | "NaN" }
 *               { arrayValue: { values: [value] } } { kvlistValue: { values: [{ key, value }] } }
 *               { bytesValue: base64 }
 */

/** The attributes of a node, none when it has no list of them. */
export function parseAttributes(
  node: Node | undefined,
  { key: listKey = 'attributes', depth = 0 } = {},
): Map<string, AttributeValue> {
  const pairs = node ? members(node, listKey) : []
  return new Map(pairs.map((pair) => [text(pair, 'key'), parsePair(pair, depth + 1)]))
}

function parsePair(pair: Node, depth: number): AttributeValue {
  const value = member(pair, 'value')
  return value ? parseValue(value, depth) : null
}

const parsers: Record<string, (node: Node, depth: number) => AttributeValue> = {
  stringValue: (node) => text(node, 'stringValue'),
  boolValue: ({ value, path }) => {
    if (typeof value.boolValue === 'boolean') return value.boolValue
    throw new MalformedPayload(`${path}.boolValue is not a boolean`)
  },
  intValue: (node) => toInteger(integer(node, 'intValue')),
  doubleValue: ({ value, path }) => parseDouble(value.doubleValue, path),
  arrayValue: (node, depth) => {
    const array = member(node, 'arrayValue')
    if (!array) return []
    return list(array, 'values').map((item, i) =>
      item === null ? null : parseValue(nodeOf(item, `${array.path}.values[${i}]`), depth + 1),
    )
  },
  kvlistValue: (node, depth) =>
    Object.fromEntries(parseAttributes(member(node, 'kvlistValue'), { key: 'values', depth })),
  bytesValue: (node) => Uint8Array.from(Buffer.from(text(node, 'bytesValue'), 'base64')),
}

function parseValue(node: Node, depth: number): AttributeValue {
  if (depth > maxDepth) throw new MalformedPayload(`an attribute nests deeper than ${maxDepth}`)
  const [kind] = Object.keys(node.value).filter((key) => Object.hasOwn(parsers, key))
  return kind === undefined ? null : (parsers[kind]?.(node, depth) ?? null)
}

function parseDouble(found: unknown, path: string): number {
  if (typeof found === 'number') return found
  if (typeof found === 'string' && /^(NaN|-?Infinity|[-+.\deE]+)$/.test(found)) return Number(found)
  throw new MalformedPayload(`${path}.doubleValue is not a number`)
}
