import { promisify } from 'node:util'
import {
  constants,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib'
import kafkajs from 'kafkajs'

/** How a batch is made smaller for its way and for the broker's disk; whoever reads it must know the way back. */
export type Compression = 'none' | 'gzip' | 'zstd'

const { CompressionCodecs, CompressionTypes } = kafkajs

/** As kafkajs calls them. */
export const compressionTypes = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  zstd: CompressionTypes.ZSTD,
} as const satisfies Record<Compression, unknown>

/** Teaches kafkajs the one that it knows by name only, to write and to read. */
export function knowZstd(): void {
  Object.assign(CompressionCodecs, { [CompressionTypes.ZSTD]: () => zstd })
}

// To have another thread do it costs 80 µs; up to here it is done sooner.
const smallBytes = 65_536
const smallCompressedBytes = 16_384

// Events of a batch are much alike: higher levels cost more and save nothing.
const params = { [constants.ZSTD_c_compressionLevel]: 1 }
const compressElsewhere = promisify(zstdCompress)
const decompressElsewhere = promisify(zstdDecompress)

const zstd = {
  async compress({ buffer }: { readonly buffer: Buffer }): Promise<Buffer> {
    const isSmall = buffer.length <= smallBytes
    return isSmall ? zstdCompressSync(buffer, { params }) : compressElsewhere(buffer, { params })
  },
  async decompress(buffer: Buffer): Promise<Buffer> {
    const isSmall = buffer.length <= smallCompressedBytes
    return isSmall ? zstdDecompressSync(buffer) : decompressElsewhere(buffer)
  },
}
