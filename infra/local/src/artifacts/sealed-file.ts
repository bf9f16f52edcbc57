import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Where a file that is made here lies: `<folder>/<name>-<sha256><extension>`. */
export type SealedPlace = {
  readonly folder: string
  readonly name: string
  readonly extension: string
}

/** Puts a finished file in its place; its checksum becomes part of its name, in the same step. */
export async function seal(part: string, place: SealedPlace): Promise<string> {
  const target = pathOf(place, await checksum(part))
  await rename(part, target)
  return target
}

/** The file as it was sealed; one that has changed since is deleted, and undefined says that there is none. */
export async function findSealed(place: SealedPlace): Promise<string | undefined> {
  const files = await readdir(place.folder).catch(() => [])
  const digests = files.map((file) => digestOf(file, place)).filter((one) => one !== undefined)
  for (const digest of digests) {
    const file = pathOf(place, digest)
    if ((await checksum(file).catch(() => '')) === digest) return file
    await rm(file, { force: true }).catch(() => {})
  }
  return undefined
}

function pathOf({ folder, name, extension }: SealedPlace, digest: string): string {
  return join(folder, `${name}-${digest}${extension}`)
}

function digestOf(file: string, { name, extension }: SealedPlace): string | undefined {
  if (!file.startsWith(`${name}-`) || !file.endsWith(extension)) return undefined
  const digest = file.slice(name.length + 1, -extension.length)
  return /^[0-9a-f]{64}$/.test(digest) ? digest : undefined
}

async function checksum(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
