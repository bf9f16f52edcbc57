/*
 * ExportTraceServiceResponse               Status (of every 4xx and 5xx)
 * └── 1 partial_success, absent if whole   ├── 1 code     int32   3 INVALID_ARGUMENT
 *     ├── 1 rejected_spans  int64  2       └── 2 message  string
 *     └── 2 error_message   string
 */

/** The two encodings of the protocol; a request is answered in its own. */
export type Encoding = 'json' | 'protobuf'

/** The content type that each encoding is sent with. */
export const contentTypes = {
  json: 'application/json',
  protobuf: 'application/x-protobuf',
} as const

/** How many spans were refused, and why the first was. */
export type PartialSuccess = { readonly rejectedCount: number; readonly message: string }

/** The answer to a request that was taken, as a whole or in part. */
export function encodeSuccess(encoding: Encoding, partial?: PartialSuccess): Buffer {
  if (encoding === 'json') return Buffer.from(JSON.stringify(successAsJson(partial)))
  if (!partial) return Buffer.alloc(0)
  const { rejectedCount, message } = partial
  return bytesField(1, Buffer.concat([varintField(1, rejectedCount), textField(2, message)]))
}

/** The answer to a request that was not taken. */
export function encodeFault(encoding: Encoding, message: string): Buffer {
  const code = 3
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }))
  return Buffer.concat([varintField(1, code), textField(2, message)])
}

function successAsJson(partial?: PartialSuccess): object {
  if (!partial) return {}
  const { rejectedCount, message } = partial
  return { partialSuccess: { rejectedSpans: String(rejectedCount), errorMessage: message } }
}

function varintField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number << 3), varint(value)])
}

function textField(number: number, text: string): Buffer {
  return bytesField(number, Buffer.from(text))
}

function bytesField(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest = Math.floor(rest / 128)
  }
  return Buffer.from([...bytes, rest])
}
