import { posix } from 'node:path'
import type { Tree } from '../tree.ts'

/** Pages in which what leads to a file that is gone is text and no link any more; pictures are not in a tree. */
export function withoutDeadLinks(tree: Tree, isPage: (path: string) => boolean = isAny): Tree {
  const known = new Set([...tree.keys()].flatMap(withFolders))
  return new Map(
    [...tree].map(([path, text]) => [path, isPage(path) ? unlink(path, text, known) : text]),
  )
}

function isAny(path: string): boolean {
  return path.endsWith('.md')
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
