import { posix } from 'node:path'
import type { Tree } from '../../tree.ts'

/** Pages in which what leads to a file that is gone is text and no link any more. */
export function withoutDeadLinks(tree: Tree): Tree {
  const known = new Set([...tree.keys()].flatMap(withFolders))
  return new Map(
    [...tree].map(([path, text]) => [
      path,
      path.endsWith('.md') ? unlink(path, text, known) : text,
    ]),
  )
}

function unlink(page: string, text: string, known: ReadonlySet<string>): string {
  return text.replaceAll(/\[((?:[^[\]]|\[[^\]]*\])+)\]\(([^)\s]+)\)/g, (link, words, target) => {
    if (/^[a-z][a-z0-9+.-]*:|^#/i.test(target)) return link
    const [file = ''] = target.split('#')
    return known.has(posix.join(posix.dirname(page), file).replace(/\/$/, '')) ? link : words
  })
}

/** A file and the folders that it lies in. */
function withFolders(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

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
