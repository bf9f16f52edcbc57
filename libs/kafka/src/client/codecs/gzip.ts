import { promisify } from 'node:util'
import { gzip as gzipWith, unzip } from 'node:zlib'
import { type Codec, maxUnpackedBytes } from './codec.ts'

const compress = promisify(gzipWith)
const decompress = promisify(unzip)

/** Node's own, with a bound on what it unpacks. */
export const gzip: Codec = {
  compress: (bytes) => compress(bytes),
  decompress: (bytes) => decompress(bytes, { maxOutputLength: maxUnpackedBytes }),
}
