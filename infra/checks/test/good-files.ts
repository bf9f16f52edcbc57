import { readFileSync } from 'node:fs'
import { goodParts, nameOf, type Part, packageFolders } from './good-parts.ts'

/** The good tree, enough for every check to say yes: paths from the root with their texts. */
export const goodFiles: Readonly<Record<string, string>> = withManifests(readTree())

/** good-tree.txt is one text, `-- path --` above each file, so that the tree can be read at a glance. */
function readTree(): Record<string, string> {
  const text = readFileSync(new URL('good-tree.txt', import.meta.url), 'utf8')
  const [, ...pieces] = text.split(/^-- (\S+) --\n/m)
  const paths = pieces.filter((_, index) => index % 2 === 0)
  return Object.fromEntries(paths.map((path, index) => [path, pieces[index * 2 + 1] ?? '']))
}

function withManifests(sources: Record<string, string>): Record<string, string> {
  const made = goodParts.flatMap((part) => [
    [`${part.folder}/README.md`, `${part.sentence}\n`],
    [`${part.folder}/package.json`, manifestOf(part, `${part.folder}/src/index.ts` in sources)],
    ...(part.folder.includes('/') ? [[`${part.folder}/tsconfig.json`, configOf(part)]] : []),
  ])
  return { ...sources, ...Object.fromEntries(made) }
}

function manifestOf({ folder, sentence, needs, testNeeds = [] }: Part, hasDoor: boolean): string {
  const door = {
    '@tailspan/source': './src/index.ts',
    types: './dist/index.d.ts',
    default: './dist/index.js',
  }
  const manifest = {
    name: nameOf(folder),
    version: '0.1.0',
    description: sentence,
    type: 'module',
    ...(hasDoor ? { exports: { '.': door } } : {}),
    dependencies: versions(needs),
    devDependencies: versions(testNeeds),
  }
  return `${JSON.stringify(manifest, undefined, 2)}\n`
}

function versions(names: readonly string[]): Record<string, string> {
  const version = (name: string) => (name in packageFolders ? 'workspace:*' : 'catalog:')
  return Object.fromEntries(names.map((name) => [name, version(name)]))
}

function configOf({ needs }: Part): string {
  const folders = needs.flatMap((need) => packageFolders[need] ?? [])
  const references = folders.map((folder) => `{ "path": "../../${folder}" }`).join(', ')
  return `{
  "extends": "../../tsconfig.json",
  "compilerOptions": { "composite": true, "noEmit": false, "rootDir": "src", "outDir": "dist" },
  "include": ["src"],
  "exclude": ["src/**/*.test.ts"],
  "references": [${references}]
}
`
}
