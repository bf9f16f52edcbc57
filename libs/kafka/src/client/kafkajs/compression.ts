import kafkajs from 'kafkajs'
import { codecs } from '../codecs/codecs.ts'
import type { Compression } from '../settings.ts'

const { CompressionCodecs, CompressionTypes } = kafkajs

/** As kafkajs calls them. */
export const compressionTypes = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  zstd: CompressionTypes.ZSTD,
} as const satisfies Record<Compression, unknown>

/** Teaches kafkajs to read every codec that Kafka has, and to write two of them. */
export function knowCodecs(): void {
  for (const [number, codec] of codecs.entries())
    if (codec)
      Object.assign(CompressionCodecs, {
        [number]: () => ({
          compress: ({ buffer }: { readonly buffer: Buffer }) => codec.compress(buffer),
          decompress: (bytes: Buffer) => codec.decompress(bytes),
        }),
      })
}
