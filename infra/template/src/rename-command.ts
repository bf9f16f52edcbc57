import { readAnswers, writeAnswers } from './answers.ts'
import { readArguments } from './arguments.ts'
import { commitChange, type Plan } from './commit-change.ts'
import { type Name, readName, repositoryOf } from './names.ts'
import { renameTree } from './rename.ts'
import { isUpstream, repositoryOfOrigin } from './repository.ts'
import type { Print } from './settle.ts'
import type { Tree } from './tree.ts'

/** `npm run rename -- NAME --scope @acme --repository acme/shop`. */
export async function renameCommand(
  args: readonly string[],
  root: string,
  print: Print,
): Promise<void> {
  const { words, settings, isDryRun } = readArguments(args, ['scope', 'repository'])
  const asked = readName(words[0], settings)
  const origin = await repositoryOfOrigin(root)
  await commitChange({ root, print, isDryRun }, (before, head) =>
    planRename(before, { root, head, asked, origin }),
  )
}

type Asked = {
  readonly root: string
  readonly head: string
  readonly asked: Name
  /** The repository that the checkout is pushed to, if it is on GitHub. */
  readonly origin: string | undefined
}

/** What becomes of the tree, and the words that tell. */
export function planRename(before: Tree, { root, head, asked, origin }: Asked): Plan {
  const answers = { commit: head, ...readAnswers(before) }
  const own = origin && !isUpstream(origin, answers.upstream) ? origin : undefined
  const to = { ...asked, repository: asked.repository ?? answers.repository ?? own }
  const applied = `rename ${argumentsFor(to)}`
  return {
    after: writeAnswers(renameTree(before, answers, to), { ...answers, ...to }, applied),
    // The local state of the old name stays until it is deleted, and that of the new one when this is undone.
    ignored: [answers.name, to.name].map((name) => `/.${name}/`),
    subject: `Rename ${answers.name} to ${to.name}`,
    next: `Next: npm run check, then npm start. The folder may be renamed, too: it is ${root}.
${whereLinksLead(to)}`,
  }
}

/** With the repository, so that a checkout that is pushed elsewhere is renamed likewise. */
function argumentsFor({ name, scope, repository }: Name): string {
  return `${name} --scope ${scope}${repository ? ` --repository ${repository}` : ''}`
}

function whereLinksLead(to: Name): string {
  const lead = `Badge, runbooks and packages lead to https://github.com/${repositoryOf(to)}`
  if (to.repository) return `${lead}.`
  const named = argumentsFor({ ...to, repository: 'OWNER/NAME' })
  return `${lead}, because no repository was named. To name yours: npm run rename -- ${named}`
}
