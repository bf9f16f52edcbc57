import { readAnswers, writeAnswers } from './answers.ts'
import { readArguments } from './arguments.ts'
import { commitChange } from './commit-change.ts'
import { readName } from './names.ts'
import { renameTree } from './rename.ts'
import type { Print } from './settle.ts'

/** `npm run rename -- NAME --scope @acme`. */
export async function renameCommand(
  args: readonly string[],
  root: string,
  print: Print,
): Promise<void> {
  const { words, settings, isDryRun } = readArguments(args, ['scope'])
  const to = readName(words[0], settings.scope)
  await commitChange({ root, print, isDryRun }, (before, head) => {
    const answers = { commit: head, ...readAnswers(before) }
    const applied = `rename ${to.name} --scope ${to.scope}`
    return {
      after: writeAnswers(renameTree(before, answers, to), { ...answers, ...to }, applied),
      subject: `Rename ${answers.name} to ${to.name}`,
      next: `Next: npm run check, then npm start. The folder may be renamed, too: it is ${root}.`,
    }
  })
}
