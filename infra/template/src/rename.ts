import { type Name, replaceName } from './names.ts'
import type { Tree } from './tree.ts'

// What says where the code comes from keeps saying it; the lockfile is written by the package manager.
const kept = new Set(['LICENSE', 'CHANGELOG.md', '.template.json', 'pnpm-lock.yaml'])

/** The tree under another name, files that carry the name included. */
export function renameTree(tree: Tree, from: Name, to: Name): Tree {
  return new Map(
    [...tree].map(([path, text]) =>
      kept.has(path) ? [path, text] : [replaceName(path, from, to), replaceName(text, from, to)],
    ),
  )
}
