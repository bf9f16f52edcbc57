import type { Tree } from '../tree.ts'

/** `docs/promises.md` with what a test proves; a group without a promise goes. */
export function withoutUnprovedPromises(tree: Tree): Tree {
  const page = 'docs/promises.md'
  const proved = new Set([...tree].flatMap(([path, text]) => idsIn(path, text)))
  const groups = (tree.get(page) ?? '').split(/^(?=## )/m)
  const left = groups.map((group) =>
    group.replaceAll(/^\| ([A-Z]\d+) \|.*\n/gm, (row, id) => (proved.has(id) ? row : '')),
  )
  const isNeeded = (group: string) => !group.startsWith('## ') || /^\| [A-Z]\d+ \|/m.test(group)
  return new Map(tree).set(page, left.filter(isNeeded).join(''))
}

function idsIn(path: string, text: string): string[] {
  if (!path.endsWith('.ts')) return []
  // At the beginning of a name, or alone in a row of a table of tests.
  return [...text.matchAll(/['"`]((?:[A-Z]\d{1,2}(?: |(?=['"`])))+)/g)].flatMap(([, ids = '']) =>
    ids.trim().split(' '),
  )
}
