import type { Codec } from './codec.ts'
import { gzip } from './gzip.ts'
import { lz4 } from './lz4.ts'
import { snappy } from './snappy.ts'
import { zstd } from './zstd.ts'

/** All that Kafka has, by the number in the attributes of a batch; nothing is done to the records of the first. */
export const codecs: readonly (Codec | undefined)[] = [undefined, gzip, snappy, lz4, zstd]
