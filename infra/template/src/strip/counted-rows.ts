import type { Tree } from '../tree.ts'

const page = 'README.md'

/** The counts of README.md without the rows that name a part: they stand only where the shop is still there. */
export function withoutRowsOf(tree: Tree, part: string): Tree {
  const rows = new RegExp(`^\\| \`strip -- [a-z ]*\\b${part}\\b[a-z ]*\` \\|.*\\n`, 'gm')
  return new Map(tree).set(page, (tree.get(page) ?? '').replaceAll(rows, ''))
}
