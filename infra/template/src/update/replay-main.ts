// `npm run update` runs this in a folder with an upstream tree and without packages: it imports nothing but this package.
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { applyChange, readFiles } from '../checkout.ts'
import { runAsProgram } from '../main-program.ts'
import { changeBetween } from '../tree.ts'
import { replay } from './replay.ts'

await runAsProgram(async (applied) => {
  const folder = process.cwd()
  const before = await readFiles(folder, await filesIn(folder))
  await applyChange(folder, changeBetween(before, replay(before, applied)))
})

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}
