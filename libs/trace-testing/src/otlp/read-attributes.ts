import type { AttributeValue } from '../span.ts'
import { MalformedPayload } from './malformed-payload.ts'
import { type Field, type FieldTable, readMessage } from './protobuf-reader.ts'

/*
 * KeyValue
 * ├── 1 key    string     "http.request.method"
 * └── 2 value  AnyValue   one of
 *     ├── 1 string_value  string
 *     ├── 2 bool_value    varint 0 | 1
 *     ├── 3 int_value     varint, two's complement of 64 bits
 *     ├── 4 double_value  64 bits
 *     ├── 5 array_value   ArrayValue    1 values  AnyValue*
 *     ├── 6 kvlist_value  KeyValueList  1 values  KeyValue*
 *     └── 7 bytes_value   bytes
 */

/** Values nest without end on the wire; the stack does not. */
export const maxDepth = 32

/** Reads one KeyValue into the map. */
export function readAttribute(into: Map<string, AttributeValue>, field: Field, depth = 0): void {
  const pair = { key: '', value: null as AttributeValue }
  readMessage<typeof pair>(
    field.bytes(),
    {
      1: (target, { text }) => {
        target.key = text()
      },
      2: (target, { bytes }) => {
        target.value = readValue(bytes(), depth + 1)
      },
    },
    pair,
  )
  into.set(pair.key, pair.value)
}

function readValue(bytes: Uint8Array, depth: number): AttributeValue {
  if (depth > maxDepth) throw new MalformedPayload(`an attribute nests deeper than ${maxDepth}`)
  const holder = { value: null as AttributeValue }
  const set = (read: (field: Field) => AttributeValue) => (target: typeof holder, field: Field) => {
    target.value = read(field)
  }
  const table: FieldTable<typeof holder> = {
    1: set((field) => field.text()),
    2: set((field) => field.varint() !== 0n),
    3: set((field) => toInteger(BigInt.asIntN(64, field.varint()))),
    4: set((field) => field.double()),
    5: set((field) => readList(field.bytes(), depth)),
    6: set((field) => readRecord(field.bytes(), depth)),
    7: set((field) => Uint8Array.from(field.bytes())),
  }
  return readMessage(bytes, table, holder).value
}

function readList(bytes: Uint8Array, depth: number): AttributeValue[] {
  const table: FieldTable<AttributeValue[]> = {
    1: (list, field) => {
      list.push(readValue(field.bytes(), depth + 1))
    },
  }
  return readMessage(bytes, table, [])
}

function readRecord(bytes: Uint8Array, depth: number): AttributeValue {
  const table: FieldTable<Map<string, AttributeValue>> = {
    1: (map, field) => readAttribute(map, field, depth),
  }
  return Object.fromEntries(readMessage(bytes, table, new Map()))
}

/** A number where a double can hold it, so that tests compare with plain literals. */
export function toInteger(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
