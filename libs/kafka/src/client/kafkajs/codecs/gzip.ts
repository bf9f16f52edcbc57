import { promisify } from 'node:util'
import { gzip as gzipWith, unzip } from 'node:zlib'
import { type Codec, maxUnpackedBytes } from './codec.ts'

const compress = promisify(gzipWith)
const decompress = promisify(unzip)

/** As kafkajs has it, with a bound on what it unpacks. */
export const gzip: Codec = {
  compress: ({ buffer }) => compress(buffer),
  decompress: (bytes) => decompress(bytes, { maxOutputLength: maxUnpackedBytes }),
}
