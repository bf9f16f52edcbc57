import { readText } from './packages.ts'

/** Names of packages by catalog of pnpm-workspace.yaml, the only place where versions stand. */
export type Catalogs = ReadonlyMap<string, readonly string[]>

/**
 * Reads the catalogs.
 *
 * shape: the one without a name is `''`, as in `catalog:`; `proof` is for `catalog:proof`
 */
export async function readCatalogs(root: string): Promise<Catalogs> {
  const text = await readText(root, 'pnpm-workspace.yaml')
  const named = [...blockOf('catalogs', text).matchAll(/^ {2}([\w-]+):\n((?: {4}.*\n)*)/gm)]
  return new Map([
    ['', namesIn(blockOf('catalog', text))],
    ...named.map(([, name = '', block = '']) => [name, namesIn(block)] as const),
  ])
}

function blockOf(key: string, text: string): string {
  return new RegExp(`^${key}:\\n((?:[ \\t]+.*\\n|\\s*#.*\\n|\\n)*)`, 'm').exec(text)?.[1] ?? ''
}

function namesIn(block: string): string[] {
  return [...block.matchAll(/^\s+"?([^\s"#:]+)"?:/gm)].map(([, name = '']) => name)
}
