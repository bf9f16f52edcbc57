import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

// Made by tools, never by people: no rule of ours applies there.
const made = new Set(['node_modules', 'dist', 'coverage', '.git', '.tailspan'])

/** Every file that a person wrote, as paths from the root with forward slashes, sorted. */
export async function listFiles(root: string): Promise<string[]> {
  return (await walk(root, '')).sort()
}

async function walk(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const found = entries
    .filter((entry) => !made.has(entry.name))
    .map((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) return walk(root, path)
      return entry.isFile() ? [path] : []
    })
  return (await Promise.all(found)).flat()
}
