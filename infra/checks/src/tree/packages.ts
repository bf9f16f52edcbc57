import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isSource } from './file-kinds.ts'
import { listFiles } from './list-files.ts'

export type Manifest = {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly private?: boolean
  readonly exports?: unknown
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export type Package = {
  /** Folder from the root, `libs/http`. */
  readonly folder: string
  readonly manifest: Manifest
  /** Source files from the root, tests included. */
  readonly sources: readonly string[]
}

/** The packages of the workspace: every folder with a package.json but the root. */
export async function readPackages(root: string): Promise<Package[]> {
  const files = await listFiles(root)
  const folders = files
    .filter((path) => /^((services|libs|infra|proof)\/[^/]+|e2e)\/package[.]json$/.test(path))
    .map((path) => path.slice(0, -'/package.json'.length))
  if (folders.length === 0) throw new Error(`there is no package in ${root}`)
  return Promise.all(
    folders.map(async (folder) => ({
      folder,
      manifest: await readJson<Manifest>(join(root, folder, 'package.json')),
      sources: files.filter((path) => path.startsWith(`${folder}/`) && isSource(path)),
    })),
  )
}

export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8'))
}

/** The text of a file, empty when there is none. */
export async function readText(root: string, path: string): Promise<string> {
  const whole = join(root, path)
  return existsSync(whole) ? readFile(whole, 'utf8') : ''
}
