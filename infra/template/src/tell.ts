import type { Print } from './settle.ts'
import type { Change, Tree } from './tree.ts'

const shown = 12

/** Says what a change does to the tree: a few files by name, all of them counted, and what is left. */
export function tell({ written, deleted }: Change, after: Tree, print: Print): void {
  for (const path of [...written.keys()].slice(0, shown)) print(`  write   ${path}`)
  if (written.size > shown) print(`  … and ${written.size - shown} more`)
  const folders = Map.groupBy(deleted, (path) => path.split('/').slice(0, 2).join('/'))
  for (const [folder, paths] of folders) print(`  delete  ${folder} (${paths.length} files)`)
  // The lockfile is written after this.
  const texts = [...after].flatMap(([path, text]) => (path === 'pnpm-lock.yaml' ? [] : text))
  const lines = texts.reduce((sum, text) => sum + text.split('\n').length - 1, 0)
  print(`${written.size} files are written, ${deleted.size} deleted.`)
  print(`${texts.length} files with ${lines} lines remain.`)
}
