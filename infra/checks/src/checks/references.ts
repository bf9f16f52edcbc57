import { existsSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { type Package, readJson } from '../tree/packages.ts'

type Settings = { readonly references?: readonly { readonly path?: string }[] }

/** Compares each built package's tsconfig references with the workspace packages it depends on. */
export async function referenceFaults(
  root: string,
  packages: readonly Package[],
): Promise<string[]> {
  const built = packages.filter(({ folder }) => existsSync(join(root, folder, 'tsconfig.json')))
  const folderOf = new Map(built.map(({ folder, manifest }) => [manifest.name, folder]))
  const faults = await Promise.all(
    built.map(async ({ folder, manifest }) => {
      const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
      const expected = new Set(names.flatMap((name) => folderOf.get(name) ?? []))
      return compare(folder, expected, await readReferences(root, folder))
    }),
  )
  return faults.flat()
}

async function readReferences(root: string, folder: string): Promise<Set<string>> {
  const settings = await readJson<Settings>(join(root, folder, 'tsconfig.json'))
  return new Set((settings.references ?? []).map(({ path = '' }) => normalize(join(folder, path))))
}

function compare(folder: string, expected: Set<string>, found: Set<string>): string[] {
  const said = `${folder}/tsconfig.json:`
  const missing = [...expected].filter((to) => !found.has(to))
  const extra = [...found].filter((to) => !expected.has(to))
  return [
    ...missing.map((to) => `${said} add a reference to ${to}.`),
    ...extra.map((to) => `${said} references ${to}, which package.json does not depend on.`),
  ]
}
