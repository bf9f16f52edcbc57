/** The tracked files of a checkout that are text, by path from the root. */
export type Tree = ReadonlyMap<string, string>

/** What a command wants of the tree. */
export type Change = {
  readonly written: ReadonlyMap<string, string>
  readonly deleted: ReadonlySet<string>
}

/** Compares two trees. */
export function changeBetween(before: Tree, after: Tree): Change {
  const written = [...after].filter(([path, text]) => before.get(path) !== text)
  const deleted = [...before.keys()].filter((path) => !after.has(path))
  return { written: new Map(written), deleted: new Set(deleted) }
}
