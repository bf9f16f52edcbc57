import { crc32, deflateSync, inflateSync } from 'node:zlib'

/*
 * PNG, as Chromium writes it and as it is written here (what is used of it)
 * ├── signature       8 bytes
 * └── chunks
 *     ├── length, type, data, crc32
 *     ├── IHDR        width, height: 4 bytes each; bits 8; colours 2 (RGB), 6 (RGBA) or 3 (palette); 0, 0, 0
 *     ├── PLTE        3 bytes for each colour of the palette
 *     └── IDAT        deflated lines: the filter of the line, then its pixels
 */
const signatureBytes = 8
const maxColours = 256

type Picture = { readonly width: number; readonly height: number; readonly colours: Uint32Array }

/** The same picture with 256 colours: a third of the size, and text reads as before. */
export function toPalettePng(png: Buffer): Buffer {
  const { width, height, colours } = readPixels(png)
  const palette = chooseColours(colours)
  const indexOf = createNearest(palette)
  const lines = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      lines[y * (width + 1) + 1 + x] = indexOf(colours[y * width + x] ?? 0)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3], 8)
  const plte = Buffer.from(palette.flatMap((rgb) => channels(rgb)))
  return Buffer.concat([
    png.subarray(0, signatureBytes),
    toChunk('IHDR', head),
    toChunk('PLTE', plte),
    toChunk('IDAT', deflateSync(lines, { level: 9 })),
    toChunk('IEND', Buffer.alloc(0)),
  ])
}

function readPixels(png: Buffer): Picture {
  const chunks = [...chunksOf(png)]
  const head = chunks[0]?.data ?? Buffer.alloc(0)
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)]
  const size = head[9] === 6 ? 4 : 3
  const deflated = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)
  const lines = inflateSync(Buffer.concat(deflated))
  const bytes = undoFilters(lines, { stride: width * size, size })
  const colours = Uint32Array.from({ length: width * height }, (_, i) =>
    bytes.readUIntBE(i * size, 3),
  )
  return { width, height, colours }
}

function* chunksOf(png: Buffer) {
  for (let at = signatureBytes; at < png.length; ) {
    const length = png.readUInt32BE(at)
    yield {
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    }
    at += length + 12
  }
}

type Guess = (left: number, up: number, corner: number) => number

/** How a byte was guessed from those to its left and above, by the filter of its line. */
const guesses: readonly Guess[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
]

type Shape = { readonly stride: number; readonly size: number }

/** Each byte was written as its difference to a guess. */
function undoFilters(lines: Buffer, { stride, size }: Shape): Buffer {
  const height = lines.length / (stride + 1)
  const bytes = Buffer.alloc(height * stride)
  for (let y = 0; y < height; y += 1) {
    const line = lines.subarray(y * (stride + 1), (y + 1) * (stride + 1))
    const above = bytes.subarray(Math.max(0, y - 1) * stride, y * stride)
    undoFilter(line, above, { into: bytes.subarray(y * stride, (y + 1) * stride), size })
  }
  return bytes
}

type Undone = { readonly into: Buffer; readonly size: number }

/** A line whose first byte names its filter; there is nothing above the first one. */
function undoFilter([filter = 0, ...line]: Buffer, above: Buffer, { into, size }: Undone): void {
  const guess = guesses[filter] ?? paeth
  for (const [x, byte] of line.entries())
    into[x] = byte + guess(into[x - size] ?? 0, above[x] ?? 0, above[x - size] ?? 0)
}

function paeth(left: number, up: number, corner: number): number {
  const middle = left + up - corner
  const far = [left, up, corner].map((one) => Math.abs(middle - one)) as [number, number, number]
  if (far[0] <= far[1] && far[0] <= far[2]) return left
  return far[1] <= far[2] ? up : corner
}

/** Those that it has most of, then one after the other the one that is farthest from all of them: a thin bar has few pixels. */
function chooseColours(colours: Uint32Array): readonly number[] {
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const byCount = [...counts].toSorted(([, a], [, b]) => b - a).map(([colour]) => colour)
  const chosen = byCount.splice(0, maxColours / 2)
  const far = new Map(
    byCount.map((one) => [one, Math.min(...chosen.map((two) => distance(one, two)))]),
  )
  while (chosen.length < maxColours && far.size > 0) {
    const [next] = [...far].reduce((best, one) => (one[1] > best[1] ? one : best))
    chosen.push(next)
    far.delete(next)
    for (const [one, least] of far) far.set(one, Math.min(least, distance(one, next)))
  }
  return chosen
}

function createNearest(palette: readonly number[]): (colour: number) => number {
  const known = new Map(palette.map((colour, i) => [colour, i]))
  return (colour) => {
    const found = known.get(colour)
    if (found !== undefined) return found
    const far = palette.map((one) => distance(one, colour))
    const nearest = far.indexOf(Math.min(...far))
    known.set(colour, nearest)
    return nearest
  }
}

function distance(a: number, b: number): number {
  const [left, right] = [channels(a), channels(b)]
  return left.reduce((sum, one, i) => sum + (one - (right[i] ?? 0)) ** 2, 0)
}

function channels(rgb: number): [red: number, green: number, blue: number] {
  return [(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255]
}

function toChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
