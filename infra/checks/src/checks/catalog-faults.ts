import { readCatalogs } from '../tree/catalog.ts'
import { type Manifest, type Package, readJson, readText } from '../tree/packages.ts'

type Use = { readonly folder: string; readonly name: string }

/** What stands in a catalog for nobody, or in the main one although only `proof/` uses it. */
export async function catalogFaults(root: string, packages: readonly Package[]): Promise<string[]> {
  const catalogs = await readCatalogs(root)
  const uses = await readUses(root, packages)
  const text = await readText(root, 'pnpm-workspace.yaml')
  const isPinned = (name: string) => text.includes(`"${name}": "catalog:"`)
  const isUsed = (name: string) => isPinned(name) || uses.some((use) => use.name === name)
  const isProofs = (name: string) =>
    !isPinned(name) &&
    isUsed(name) &&
    uses.every((use) => use.name !== name || use.folder.startsWith('proof/'))
  const all = [...catalogs.values()].flat()
  return [
    ...all
      .filter((name) => !isUsed(name))
      .map((name) => `pnpm-workspace.yaml: nobody uses the catalog's ${name}.`),
    ...(catalogs.get('') ?? [])
      .filter(isProofs)
      .map((name) => `pnpm-workspace.yaml: only proof/ uses ${name}: it belongs to its catalog.`),
  ]
}

async function readUses(root: string, packages: readonly Package[]): Promise<Use[]> {
  const main = await readJson<Manifest>(`${root}/package.json`)
  return [{ folder: '', manifest: main }, ...packages].flatMap(({ folder, manifest }) =>
    Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).map((name) => ({
      folder,
      name,
    })),
  )
}
