import { readAnswers, writeAnswers } from './answers.ts'
import { readArguments } from './arguments.ts'
import { commitChange } from './commit-change.ts'
import { Refusal } from './refusal.ts'
import type { Print } from './settle.ts'
import { findPart, parts, strip } from './strip/strip.ts'
import type { Tree } from './tree.ts'

/** `npm run strip -- proof mistakes`: all that is named goes in one commit. */
export async function stripCommand(
  args: readonly string[],
  root: string,
  print: Print,
): Promise<void> {
  const { words, isDryRun } = readArguments(args)
  const names = [...new Set(words)]
  if (names.length === 0)
    throw new Refusal(`Say what is to go: npm run strip -- ${Object.keys(parts).join(' ')}`)
  const what = names.map((name) => findPart(name).what).join(', ')
  await commitChange({ root, print, isDryRun }, (before, head) => ({
    after: names.reduce((tree, name) => stripOne(tree, name, head), before),
    subject: `Strip ${what}`,
    next: 'Next: npm run check, then npm test.',
  }))
}

function stripOne(tree: Tree, name: string, head: string): Tree {
  const answers = { commit: head, ...readAnswers(tree) }
  return writeAnswers(strip(tree, name), answers, `strip ${name}`)
}
