import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'

/**
 * Unpacks one folder of a zip file into another one, with the rights that its files have there.
 *
 * errors: what yauzl says of a file that is none, or has paths that lead outside
 */
export async function unzip(file: string, folder: string, into: string): Promise<void> {
  const zip = await openPromise(file, { lazyEntries: true })
  for await (const entry of zip.eachEntry()) {
    const { fileName, externalFileAttributes } = entry
    if (!fileName.startsWith(folder) || fileName.endsWith('/')) continue
    const target = join(into, fileName.slice(folder.length))
    await mkdir(dirname(target), { recursive: true })
    const mode = (externalFileAttributes >>> 16) & 0o777
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode }))
  }
}
