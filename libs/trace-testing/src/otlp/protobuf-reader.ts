import { MalformedPayload } from './malformed-payload.ts'

/*
 * message
 * └── field*
 *     ├── tag      varint   number << 3 | wire type
 *     └── value    wire 0   varint, 1–10 bytes, least significant group first
 *                  wire 1   8 bytes, little endian
 *                  wire 2   varint length, then that many bytes
 *                  wire 5   4 bytes, little endian
 */

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The value of one field; each accessor insists on the wire type it needs. */
export type Field = {
  bytes(): Uint8Array
  text(): string
  hex(): string
  varint(): bigint
  fixed64(): bigint
  fixed32(): number
  double(): number
}

/** How one message is read: what to do with the fields it knows; others are skipped. */
export type FieldTable<T> = { readonly [number: number]: (target: T, field: Field) => void }

/** Reads every field of a message into `target`. */
export function readMessage<T>(bytes: Uint8Array, table: FieldTable<T>, target: T): T {
  const cursor = createCursor(bytes)
  while (!cursor.atEnd()) {
    const tag = cursor.varint()
    const number = Number(tag >> 3n)
    if (number === 0 || number > 0x1fff_ffff) throw new MalformedPayload('no such field number')
    const field = readField(cursor, Number(tag & 7n), number)
    if (Object.hasOwn(table, number)) table[number]?.(target, field)
  }
  return target
}

type Cursor = { atEnd(): boolean; varint(): bigint; take(count: number): Uint8Array }

function createCursor(bytes: Uint8Array): Cursor {
  let at = 0
  function take(count: number): Uint8Array {
    if (count > bytes.length - at) throw new MalformedPayload('the message ends inside a field')
    at += count
    return bytes.subarray(at - count, at)
  }
  function varint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const [byte = 0] = take(1)
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
    throw new MalformedPayload('a varint is longer than 10 bytes')
  }
  return { atEnd: () => at >= bytes.length, varint, take }
}

function readField(cursor: Cursor, wire: number, number: number): Field {
  const varint = wire === 0 ? cursor.varint() : 0n
  const bytes = takeBytes(cursor, wire)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  function insistOn(wanted: number): DataView {
    if (wire === wanted) return view
    throw new MalformedPayload(`field ${number} has wire type ${wire}, not ${wanted}`)
  }
  function lengthDelimited(): Uint8Array {
    insistOn(2)
    return bytes
  }
  return {
    bytes: lengthDelimited,
    text: () => decodeText(lengthDelimited(), number),
    hex: () => Buffer.from(lengthDelimited()).toString('hex'),
    varint: () => insistOn(0) && varint,
    fixed64: () => insistOn(1).getBigUint64(0, true),
    fixed32: () => insistOn(5).getUint32(0, true),
    double: () => insistOn(1).getFloat64(0, true),
  }
}

function takeBytes(cursor: Cursor, wire: number): Uint8Array {
  switch (wire) {
    case 0:
      return new Uint8Array()
    case 1:
      return cursor.take(8)
    case 2:
      return cursor.take(Number(cursor.varint()))
    case 5:
      return cursor.take(4)
    default:
      throw new MalformedPayload(`wire type ${wire} does not exist here`)
  }
}

function decodeText(bytes: Uint8Array, number: number): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new MalformedPayload(`field ${number} is not UTF-8`, { cause })
  }
}
