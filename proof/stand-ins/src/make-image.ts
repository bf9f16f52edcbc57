import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { arch, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run, standInLabel } from '@tailspan/containers'
import { makeDebian } from './debian.ts'
import type { Making, Recipe } from './recipe.ts'

const folders = fileURLToPath(new URL('../images', import.meta.url))

/** Where and how stand-ins are made. */
export type Workshop = Omit<Making, 'context'>

/** Makes a stand-in: out of the cache when it was made before from the same things. */
export async function makeImage(recipe: Recipe, workshop: Workshop): Promise<void> {
  const archive = await archiveOf(recipe, workshop)
  if (existsSync(archive)) {
    await run('docker', ['load', '--quiet', '--input', archive])
    return
  }
  await makeDebian(workshop)
  await build(recipe, workshop)
  await mkdir(join(workshop.cacheDir, 'stand-ins'), { recursive: true })
  await run('docker', ['save', '--output', `${archive}.part`, recipe.image])
  await rename(`${archive}.part`, archive)
}

async function build(recipe: Recipe, workshop: Workshop): Promise<void> {
  workshop.tell(`building ${recipe.image}`)
  const context = await mkdtemp(join(tmpdir(), 'tailspan-stand-in-'))
  try {
    await cp(join(folders, recipe.folder), context, { recursive: true })
    await recipe.prepare?.({ ...workshop, context })
    const label = `${standInLabel}=${await labelOf(recipe)}`
    await run('docker', ['build', '--quiet', '--label', label, '--tag', recipe.image, context])
  } finally {
    await rm(context, { recursive: true, force: true })
  }
}

/** What a stand-in of this recipe carries as its label: it changes with everything that makes the image what it is. */
export async function labelOf({ image, folder, from }: Recipe): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([image, arch(), from]))
  const entries = await readdir(join(folders, folder), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).sort())
    hash.update(path.slice(folders.length)).update(await readFile(path))
  return hash.digest('hex').slice(0, 12)
}

async function archiveOf(recipe: Recipe, { cacheDir }: Workshop): Promise<string> {
  const name = recipe.image.replace(/[^a-z0-9.]+/g, '-')
  return join(cacheDir, 'stand-ins', `${name}-${await labelOf(recipe)}.tar`)
}
