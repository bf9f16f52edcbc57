import { git } from '../checkout.ts'
import { Refusal } from '../refusal.ts'
import { packageManager } from '../settle.ts'

/** Two states of upstream as trees of this checkout, and the message of the commit that leads from one to the other. */
export type Merge = { readonly base: string; readonly theirs: string; readonly message: string }

/** Says what a merge would change; a conflict is refused. */
export async function tryMerge(root: string, { base, theirs, message }: Merge): Promise<string> {
  const commit = (tree: string, ...parents: string[]) =>
    git(root, 'commit-tree', tree, ...parents, '-m', message)
  const from = await commit(base)
  const ours = await commit('HEAD^{tree}', '-p', from)
  const wanted = await commit(theirs, '-p', from)
  const tree = await git(root, 'merge-tree', '--write-tree', '--name-only', ours, wanted).catch(
    (cause) => {
      throw new Refusal(`It would conflict:\n${afterFirstLine(cause.stdout) || cause}`)
    },
  )
  return git(root, 'diff', '--stat', 'HEAD', tree)
}

/** Merges as git does, into one commit; a conflict is left in the work tree as git leaves it, and refused. */
export async function merge(root: string, { base, theirs, message }: Merge): Promise<void> {
  const from = await git(root, 'commit-tree', base, '-m', message)
  const wanted = await git(root, 'commit-tree', theirs, '-p', from, '-m', message)
  await git(root, 'cherry-pick', wanted).catch(async (cause) => {
    const open = await git(root, 'diff', '--name-only', '--diff-filter=U')
    if (open === '') throw new Refusal(`git could not merge:\n${cause.stderr?.trim() || cause}`)
    throw new Refusal(await explain(root, open, cause.stdout))
  })
}

function afterFirstLine(text = ''): string {
  return text.split('\n').slice(1).join('\n').trim()
}

async function explain(root: string, open: string, said: string): Promise<string> {
  const files = open.split('\n')
  return [
    said.trim(),
    `In conflict: ${files.length} of the files. Resolve what git has marked in them, then:`,
    `  git add ${files.join(' ')}`,
    '  git cherry-pick --continue',
    `  npx --yes ${await packageManager(root)} install --no-frozen-lockfile`,
    '  git commit --amend --no-edit pnpm-lock.yaml',
    'To undo it instead: git cherry-pick --abort',
  ].join('\n')
}
