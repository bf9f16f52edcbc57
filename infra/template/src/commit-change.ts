import { git, ignoreHere, readOthers, readTree, refuseDirty, refuseNameless } from './checkout.ts'
import { type Print, settle } from './settle.ts'
import { tell } from './tell.ts'
import { changeBetween, leftWithoutTexts, type Tree } from './tree.ts'

/** What a command makes of the tree, and how it is told. */
export type Plan = {
  readonly after: Tree
  /** The first line of the commit. */
  readonly subject: string
  /** What to do after it, as a sentence. */
  readonly next: string
  /** Folders that are ignored on both sides of the commit, each of which names only one of them. */
  readonly ignored?: readonly string[]
}

export type Where = { readonly root: string; readonly print: Print; readonly isDryRun: boolean }

/** Plans a change of a clean checkout, says what it is and, unless it is a dry run, makes it one commit. */
export async function commitChange(
  { root, print, isDryRun }: Where,
  plan: (before: Tree, head: string) => Plan,
): Promise<void> {
  await refuseDirty(root)
  if (!isDryRun) await refuseNameless(root)
  const before = await readTree(root)
  const { after, subject, next, ignored = [] } = plan(before, await git(root, 'rev-parse', 'HEAD'))
  const others = await readOthers(root, before)
  const { written, deleted } = changeBetween(before, after)
  const change = {
    written,
    deleted: new Set([...deleted, ...leftWithoutTexts(others, before, after)]),
  }
  tell(change, after, print)
  if (isDryRun) return print('Nothing was written: --dry-run.')
  await ignoreHere(root, ignored)
  await settle(change, { subject, root, print })
  print(next)
}
