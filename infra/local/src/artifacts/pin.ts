import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** What a file must be, byte for byte. */
export type Pin = { readonly size: number; readonly sha512: string }

/** Whether a file is there and is what was pinned. */
export async function isPinned(file: string, { size, sha512 }: Pin): Promise<boolean> {
  const found = await stat(file).catch(() => undefined)
  if (found?.size !== size) return false
  const hash = createHash('sha512')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex') === sha512
}
