import kafkajs from 'kafkajs'
import type { Compression } from '../../settings.ts'
import { gzip } from './gzip.ts'
import { lz4 } from './lz4.ts'
import { snappy } from './snappy.ts'
import { zstd } from './zstd.ts'

const { CompressionCodecs, CompressionTypes } = kafkajs

/** As kafkajs calls them. */
export const compressionTypes = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  zstd: CompressionTypes.ZSTD,
} as const satisfies Record<Compression, unknown>

/** Teaches kafkajs to read every codec that Kafka has, and to write two of them. */
export function knowCodecs(): void {
  Object.assign(CompressionCodecs, {
    [CompressionTypes.GZIP]: () => gzip,
    [CompressionTypes.ZSTD]: () => zstd,
    [CompressionTypes.Snappy]: () => snappy,
    [CompressionTypes.LZ4]: () => lz4,
  })
}
