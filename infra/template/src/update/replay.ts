import { readAnswers } from '../answers.ts'
import { readArguments } from '../arguments.ts'
import { readName } from '../names.ts'
import { Refusal } from '../refusal.ts'
import { renameTree } from '../rename.ts'
import { findPart, isThere, strip } from '../strip/strip.ts'
import type { Tree } from '../tree.ts'

/** An upstream tree after the commands that a checkout remembers, in their order. */
export function replay(tree: Tree, applied: readonly string[]): Tree {
  return applied.reduce(replayOne, tree)
}

function replayOne(tree: Tree, command: string): Tree {
  const { words, settings } = readArguments(command.split(' '), ['scope', 'repository'])
  const [verb, first] = words
  // What upstream has not got any more needs no strip.
  if (verb === 'strip' && first) return isThere(tree, findPart(first)) ? strip(tree, first) : tree
  if (verb === 'rename') return rename(tree, readName(first, settings))
  throw new Refusal(
    `.template.json has "${command}" under "applied", which this version does not know.`,
  )
}

// The next rename starts from this name.
function rename(tree: Tree, to: ReturnType<typeof readName>): Tree {
  const answers = readAnswers(tree)
  const renamed = new Map(renameTree(tree, answers, to))
  return renamed.set('.template.json', JSON.stringify({ ...answers, ...to }))
}
