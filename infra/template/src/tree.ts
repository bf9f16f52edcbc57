/** The tracked files of a checkout that are text, by path from the root. */
export type Tree = ReadonlyMap<string, string>

/** Whether something is left of a folder, named with its slash. */
export function hasFolder(tree: Tree, folder: string): boolean {
  return [...tree.keys()].some((path) => path.startsWith(folder))
}

/** What a command wants of the tree. */
export type Change = {
  readonly written: ReadonlyMap<string, string>
  readonly deleted: ReadonlySet<string>
}

/** Pictures and other files that are no text go with the folder that they were for: it had texts and has none any more. */
export function leftWithoutTexts(others: readonly string[], before: Tree, after: Tree): string[] {
  const [had, has] = [foldersOf(before), foldersOf(after)]
  return others.filter((path) =>
    foldersAbove(path).some((folder) => had.has(folder) && !has.has(folder)),
  )
}

function foldersOf(tree: Tree): ReadonlySet<string> {
  return new Set([...tree.keys()].flatMap(foldersAbove))
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

/** Compares two trees. */
export function changeBetween(before: Tree, after: Tree): Change {
  const written = [...after].filter(([path, text]) => before.get(path) !== text)
  const deleted = [...before.keys()].filter((path) => !after.has(path))
  return { written: new Map(written), deleted: new Set(deleted) }
}
