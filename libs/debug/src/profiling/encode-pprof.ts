/*
 * Profile of pprof (profile.proto), what is written of it
 * ├── 1  sample_type    [ ValueType { 1 type, 2 unit } ]        "samples" "count", "wall" "nanoseconds"
 * ├── 2  sample         [ { 1 location_id packed, 2 value packed } ]   leaf first
 * ├── 4  location       [ { 1 id, 4 line { 1 function_id, 2 line } } ]
 * ├── 5  function       [ { 1 id, 2 name, 4 filename } ]
 * ├── 6  string_table   [ text ]                                the first one is empty
 * ├── 9  time_nanos     int64
 * └── 10 duration_nanos int64
 * Texts are indexes of the string table; every number is a varint.
 */

/** One place in the code. */
export type Frame = { readonly name: string; readonly file: string; readonly line: number }

/** How often and how much was seen at one stack, leaf first. */
export type Sample = {
  readonly stack: readonly Frame[]
  readonly values: readonly [number, number]
}

export type RawProfile = {
  readonly kind: keyof typeof valueTypes
  readonly samples: readonly Sample[]
  readonly durationNs: number
}

const valueTypes = {
  cpu: ['samples', 'count', 'wall', 'nanoseconds'],
  heap: ['objects', 'count', 'space', 'bytes'],
} as const

/** Writes a profile as `go tool pprof` reads it, before gzip. */
export function encodePprof({ kind, samples, durationNs }: RawProfile): Uint8Array {
  const texts = createTable<string>((text) => text)
  texts.indexOf('')
  const frames = createTable<Frame>(({ name, file, line }) => `${name}\n${file}\n${line}`)
  const [countType, countUnit, valueType, valueUnit] = valueTypes[kind].map(texts.indexOf)
  const parts = [
    message(1, [number(1, countType), number(2, countUnit)]),
    message(1, [number(1, valueType), number(2, valueUnit)]),
    ...samples.map(({ stack, values }) => {
      const locations = stack.map((frame) => frames.indexOf(frame) + 1)
      return message(2, [packed(1, locations), packed(2, values)])
    }),
    ...frames.rows.flatMap(({ name, file, line }, index) => [
      message(4, [number(1, index + 1), message(4, [number(1, index + 1), number(2, line)])]),
      message(5, [
        number(1, index + 1),
        number(2, texts.indexOf(name)),
        number(4, texts.indexOf(file)),
      ]),
    ]),
    number(9, Date.now() * 1_000_000),
    number(10, durationNs),
  ]
  const strings = texts.rows.map((text) => bytes(6, Buffer.from(text)))
  return Buffer.concat([...parts, ...strings])
}

/** Numbers each different row in the order of its first appearance. */
function createTable<T>(keyOf: (row: T) => string) {
  const indexes = new Map<string, number>()
  const rows: T[] = []
  const indexOf = (row: T): number => {
    const key = keyOf(row)
    const known = indexes.get(key)
    if (known !== undefined) return known
    indexes.set(key, rows.length)
    return rows.push(row) - 1
  }
  return { rows, indexOf }
}

function number(field: number, value = 0): Buffer {
  return Buffer.from([...varint(field << 3), ...varint(value)])
}

function packed(field: number, values: readonly number[]): Buffer {
  return bytes(field, Buffer.from(values.flatMap(varint)))
}

function message(field: number, parts: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts))
}

function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([...varint((field << 3) | 2), ...varint(content.length)]),
    content,
  ])
}

/** Not with shifts: these numbers have more than 32 bits. */
function varint(value: number): number[] {
  const septets: number[] = []
  let rest = Math.max(0, value)
  while (rest > 0x7f) {
    septets.push((rest % 128) | 0x80)
    rest = Math.floor(rest / 128)
  }
  return [...septets, rest]
}
