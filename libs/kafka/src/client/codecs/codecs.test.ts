import { randomBytes } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { compressFrameSync } from 'lz4-napi'
import { compressSync } from 'snappy'
import { expect, test } from 'vitest'
import { CodecMissing, loadOnce, maxUnpackedBytes } from './codec.ts'
import { gzip } from './gzip.ts'
import { lz4 } from './lz4.ts'
import { snappy } from './snappy.ts'
import { zstd } from './zstd.ts'

const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])

/** As Java's clients do: blocks of 32 kB, each behind its length. */
function compressXerial(bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const blocks: Buffer<ArrayBuffer>[] = [magic]
  for (let at = 0; at < bytes.length; at += 32_768) {
    const block = compressSync(bytes.subarray(at, at + 32_768)) as Buffer<ArrayBuffer>
    const length = Buffer.alloc(4)
    length.writeUInt32BE(block.length)
    blocks.push(length, block)
  }
  return Buffer.concat(blocks)
}

const codecs = [
  ['gzip', gzip, (bytes: Buffer) => gzipSync(bytes)],
  ['zstd', zstd, (bytes: Buffer) => zstdCompressSync(bytes)],
  ['lz4', lz4, (bytes: Buffer) => compressFrameSync(Buffer.from(bytes))],
  ['raw snappy', snappy, (bytes: Buffer) => compressSync(Buffer.from(bytes)) as Buffer],
  ['snappy of Java', snappy, compressXerial],
] as const

const events = Buffer.from('{"orderId":"o-1","sku":"tea"}'.repeat(20_000))

test.each(codecs)(
  'X4 %s is read, in small and in large batches',
  { timeout: 60_000 },
  async (_, codec, compress) => {
    const batches = [Buffer.from('x'), events.subarray(0, 1_000), events, randomBytes(300_000)]

    for (const batch of batches)
      expect((await codec.decompress(compress(batch))).equals(batch)).toBe(true)
  },
)

test.each(codecs)(
  'X4 a stream of %s that is cut off or changed is refused, the next is read',
  { timeout: 60_000 },
  async (...row) => {
    const [, codec, compress] = row
    const good = compress(randomBytes(100_000))

    for (let i = 0; i < 50; i++) {
      const cut = good.subarray(0, 20 + i * 1_000)
      await expect(codec.decompress(cut)).rejects.toThrow(/./)
    }

    expect((await codec.decompress(compress(events))).equals(events)).toBe(true)
  },
)

test.each(codecs)(
  'X1 a small batch of %s that unpacks to too much is refused',
  { timeout: 60_000 },
  async (...row) => {
    const [, codec, compress] = row
    const bomb = compress(Buffer.alloc(maxUnpackedBytes + 1))

    await expect(codec.decompress(bomb)).rejects.toThrow(RangeError)
  },
)

test('X4 a package that does not run here is a codec that is missing, and loaded but once', async () => {
  let count = 0
  const load = loadOnce('lz4-napi', async () => {
    count += 1
    throw new Error('no binary for this platform')
  })

  await expect(load()).rejects.toThrow(CodecMissing)
  await expect(load()).rejects.toThrow('the package lz4-napi does not run here')

  expect(count).toBe(1)
})
