import { type Catalogs, readCatalogs } from '../tree/catalog.ts'
import { isTest } from '../tree/file-kinds.ts'
import { type Manifest, type Package, readPackages, readText } from '../tree/packages.ts'
import { parseSource } from '../tree/parse-source.ts'
import { catalogFaults } from './catalog-faults.ts'
import type { Check } from './check.ts'
import { exportsFaults } from './exports-map.ts'
import { referenceFaults } from './references.ts'

type Imports = { readonly inProduction: ReadonlySet<string>; readonly inTests: ReadonlySet<string> }
type Read = {
  readonly folder: string
  readonly manifest: Manifest
  readonly text: string
} & Imports

/** What package.json declares, tsconfig.json references and the source imports is the same thing. */
export const manifests: Check = {
  name: 'manifests',
  why: 'package.json, tsconfig references and imports agree, versions stand in the catalog only: else one machine finds what another does not.',
  async run(root) {
    const packages = await readPackages(root)
    const own = new Map(packages.map(({ manifest }) => [manifest.name, manifest.version]))
    const catalogs = await readCatalogs(root)
    const faults = await Promise.all(
      packages.map(async (one) => packageFaults(await readImports(root, one), { own, catalogs })),
    )
    const findings = [
      ...faults.flat(),
      ...exportsFaults(root, packages),
      ...(await referenceFaults(root, packages)),
      ...(await catalogFaults(root, packages)),
    ]
    return { findings, seen: `${packages.length} packages` }
  },
}

async function readImports(root: string, { folder, manifest, sources }: Package): Promise<Read> {
  const files = await Promise.all(
    sources.map(async (path) => {
      const text = await readText(root, path)
      return { path, text, imports: parseSource(path, text).imports.flatMap(packageOf) }
    }),
  )
  const importedBy = (wanted: (path: string) => boolean) =>
    new Set(files.filter(({ path }) => wanted(path)).flatMap(({ imports }) => imports))
  return {
    folder,
    manifest,
    text: [...files.map(({ text }) => text), JSON.stringify(manifest.scripts ?? {})].join('\n'),
    inProduction: importedBy((path) => ships(folder) && !isTest(path)),
    inTests: importedBy((path) => !ships(folder) || isTest(path)),
  }
}

// What only runs in this repository may also use what is there for development.
function ships(folder: string): boolean {
  return /^(libs|services)\//.test(folder)
}

function packageOf(imported: string): string[] {
  if (/^([.#/]|node:)/.test(imported)) return []
  return [imported.split('/', imported.startsWith('@') ? 2 : 1).join('/')]
}

/** The versions of our own packages, and where those of others stand. */
type Known = { readonly own: ReadonlyMap<string, string>; readonly catalogs: Catalogs }

function packageFaults(read: Read, known: Known): string[] {
  return [...undeclared(read), ...unused(read), ...versions(read, known)]
}

function undeclared({ folder, manifest, inProduction, inTests }: Read): string[] {
  const shipped = namesOf(manifest.dependencies, manifest.peerDependencies)
  // The workspace brings vitest and its own name to every test.
  const tested = new Set([
    ...shipped,
    ...namesOf(manifest.devDependencies),
    'vitest',
    manifest.name,
  ])
  const missing = [...inProduction].filter((name) => !shipped.has(name) && name !== manifest.name)
  const missingInTests = [...inTests].filter((name) => !tested.has(name) && !missing.includes(name))
  return [
    ...missing.map((name) => `${folder}/package.json: imports ${name} without a dependency on it.`),
    ...missingInTests.map((name) => `${folder}/package.json: a test imports ${name} undeclared.`),
  ]
}

function unused({ folder, manifest, text }: Read): string[] {
  const declared = namesOf(
    manifest.dependencies,
    manifest.devDependencies,
    manifest.peerDependencies,
  )
  // Named in quotes is enough: some packages are started or resolved, not imported.
  const named = (name: string) => new RegExp(`['"\`\\s]${literal(name)}['"\`/\\s]`).test(text)
  return [...declared]
    .filter((name) => !named(name.replace(/^@types\//, '')))
    .map((name) => `${folder}/package.json: depends on ${name} and no source names it.`)
}

function versions({ folder, manifest }: Read, known: Known): string[] {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
  return all
    .map(([name, version]) => ({ name, version, accepted: acceptedVersions(folder, name, known) }))
    .filter(({ version, accepted }) => !accepted.includes(version))
    .map(({ name, accepted }) => {
      return `${folder}/package.json: write ${name} as "${accepted.join('" or "')}".`
    })
}

function acceptedVersions(folder: string, name: string, { own, catalogs }: Known): string[] {
  const ownVersion = own.get(name)
  // A library of its own right names its dependency by version, as everybody outside must.
  if (ownVersion !== undefined) return ['workspace:*', `^${ownVersion}`]
  const isProofs = folder.startsWith('proof/') && catalogs.get('proof')?.includes(name)
  return [isProofs ? 'catalog:proof' : 'catalog:']
}

function namesOf(...lists: readonly (Readonly<Record<string, string>> | undefined)[]): Set<string> {
  return new Set(lists.flatMap((list) => Object.keys(list ?? {})))
}

function literal(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
