import { readText } from './packages.ts'

/** Names of the version catalog in pnpm-workspace.yaml: the only place where versions stand. */
export async function readCatalog(root: string): Promise<string[]> {
  const text = await readText(root, 'pnpm-workspace.yaml')
  const [, block = ''] = /^catalog:\n((?:[ \t]+.*\n|\s*#.*\n|\n)*)/m.exec(text) ?? []
  return [...block.matchAll(/^\s+"?([^\s"#:]+)"?:/gm)].map(([, name = '']) => name)
}
