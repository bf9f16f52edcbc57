import { type Codec, checkUnpacked, loadOnce } from './codec.ts'

// Wire: an LZ4 frame.
// ├─ magic       4 bytes   04 22 4d 18
// ├─ flags       bit 4 block checksums, bit 3 content size, bit 0 dictionary
// ├─ block size  bits 4 to 6: 4 64 KiB, 5 256 KiB, 6 1 MiB, 7 4 MiB
// ├─ content size 8 bytes, dictionary 4 bytes, where flags say so; checksum 1 byte
// ├─ blocks[]    length 4 bytes, little-endian, the highest bit for "not compressed"; block; checksum 4 bytes
// └─ end         a length of 0

const load = loadOnce('lz4-napi', () => import('lz4-napi'))

/** Is read only. */
export const lz4: Codec = {
  async compress() {
    throw new TypeError('LZ4 is read, not written')
  },
  async decompress(bytes) {
    const { decompressFrame } = await load()
    checkUnpacked(mostUnpackedBytes(bytes))
    return decompressFrame(bytes)
  },
}

// The best that LZ4 can do with one byte.
const mostPerByte = 255
const uncompressed = 0x80_00_00_00

/** The most that a frame can become, from the lengths of its blocks; nothing is unpacked for that. */
function mostUnpackedBytes(frame: Buffer): number {
  const [flags = 0, size = 0] = frame.subarray(4, 6)
  const maxBlockBytes = 1 << (8 + 2 * ((size >> 4) & 7))
  const checksumBytes = (flags & 0x10) > 0 ? 4 : 0
  let most = 0
  for (
    let at = 7 + ((flags & 8) > 0 ? 8 : 0) + ((flags & 1) > 0 ? 4 : 0);
    at + 4 <= frame.length;
  ) {
    const word = frame.readUInt32LE(at)
    if (word === 0) break
    const length = word % uncompressed
    most += word >= uncompressed ? length : Math.min(length * mostPerByte, maxBlockBytes)
    at += 4 + length + checksumBytes
  }
  return most
}
