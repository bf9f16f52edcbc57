import { readAnswers, writeAnswers } from './answers.ts'
import { readArguments } from './arguments.ts'
import { commitChange } from './commit-change.ts'
import { Refusal } from './refusal.ts'
import type { Print } from './settle.ts'
import { stripProof } from './strip-proof.ts'

/** `npm run strip -- proof`. */
export async function stripCommand(
  args: readonly string[],
  root: string,
  print: Print,
): Promise<void> {
  const { words, isDryRun } = readArguments(args)
  if (words.join() !== 'proof') throw new Refusal('Say what is to go: npm run strip -- proof')
  await commitChange({ root, print, isDryRun }, (before) => ({
    after: writeAnswers(stripProof(before), readAnswers(before), 'strip proof'),
    subject: 'Strip what proves and measures',
    next: 'Next: npm run check, then npm test.',
  }))
}
