import { type Codec, checkUnpacked, loadOnce } from './codec.ts'

// Wire: Snappy as Java's clients and the broker write it ("xerial"); others write one raw block.
// ├─ magic     8 bytes   82 53 4e 41 50 50 59 00
// ├─ versions  2 × int32
// └─ blocks[]
//    ├─ length int32
//    └─ block  raw Snappy: its unpacked length as a varint, then the rest

const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0])
const headerBytes = 16

const load = loadOnce('snappy', () => import('snappy'))

/** Is read only. */
export const snappy: Codec = {
  async compress() {
    throw new TypeError('Snappy is read, not written')
  },
  async decompress(bytes) {
    const { uncompress } = await load()
    const blocks = bytes.subarray(0, magic.length).equals(magic) ? blocksOf(bytes) : [bytes]
    checkUnpacked(blocks.reduce((sum, block) => sum + unpackedBytes(block), 0))
    const unpacked = await Promise.all(blocks.map((block) => uncompress(block)))
    return Buffer.concat(unpacked as Buffer[])
  },
}

function blocksOf(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = []
  for (let at = headerBytes; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const end = at + 4 + length
    if (end > bytes.length) throw new RangeError('a block of Snappy is cut off')
    blocks.push(bytes.subarray(at + 4, end))
    at = end
  }
  return blocks
}

/** What a block says of itself; nothing is unpacked for that. */
function unpackedBytes(block: Buffer): number {
  let bytes = 0
  for (let i = 0; i < 5; i++) {
    const byte = block[i] ?? 0
    bytes += (byte & 0x7f) * 128 ** i
    if (byte < 0x80) break
  }
  return bytes
}
