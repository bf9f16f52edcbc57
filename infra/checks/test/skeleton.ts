import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkout } from '../src/checkout.ts'
import { goodFiles } from './good-files.ts'
import { packageFolders } from './good-parts.ts'
import { standIns } from './stand-ins.ts'

const settings = ['biome.json', 'laws.mjs', 'tsconfig.json']

export type Tree = AsyncDisposable & { readonly root: string }

/** The text of a file to plant, or null for a file to take away. */
export type Changes = Readonly<Record<string, string | null>>

/** Lays out a copy of a small good tree, changed: the tests plant one bad file in it. */
export async function layOut(changes: Changes = {}): Promise<Tree> {
  const root = await mkdtemp(join(tmpdir(), 'tailspan-checks-'))
  const copied = settings.filter((name) => changes[name] !== null)
  await Promise.all(copied.map((name) => copy(root, name)))
  const files = Object.entries({ ...goodFiles, ...standIns, ...changes })
  await Promise.all(
    files.filter(([, text]) => text !== null).map(([path, text]) => write(root, path, text ?? '')),
  )
  const linked = ['@types/node', 'vitest'].map((name) => [
    name,
    join(checkout, 'node_modules', name),
  ])
  const owned = Object.entries(packageFolders).map(([name, folder]) => [name, join(root, folder)])
  await Promise.all([...linked, ...owned].map(([name = '', to = '']) => link(root, name, to)))
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) }
}

async function write(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

async function copy(root: string, name: string): Promise<void> {
  await cp(join(checkout, name), join(root, name))
}

async function link(root: string, name: string, to: string): Promise<void> {
  const place = join(root, 'node_modules', name)
  await mkdir(dirname(place), { recursive: true })
  await symlink(to, place)
}
