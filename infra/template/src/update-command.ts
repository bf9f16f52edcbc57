import { answersFile, printAnswers, readAnswers } from './answers.ts'
import { readArguments } from './arguments.ts'
import { git, readTree, refuseDirty, refuseNameless } from './checkout.ts'
import { Refusal } from './refusal.ts'
import { type Print, relock } from './settle.ts'
import type { Tree } from './tree.ts'
import { asHere } from './update/as-here.ts'
import { type Merge, merge, tryMerge } from './update/merge.ts'
import { fetchUpstream, type Span } from './update/upstream.ts'

/** `npm run update -- --from v0.2.0`: what upstream has done since, with the names and cuts of this checkout. */
export async function updateCommand(
  args: readonly string[],
  root: string,
  print: Print,
): Promise<void> {
  const { words, settings, isDryRun } = readArguments(args, ['from'])
  if (words.length > 0) throw new Refusal('update takes no words: npm run update -- --from REF')
  await refuseDirty(root)
  if (!isDryRun) await refuseNameless(root)
  const tree = await readTree(root)
  const answers = readAnswers(tree)
  print(`… fetching ${answers.upstream}`)
  const asked = { ...answers, commit: answers.commit, from: settings.from ?? 'HEAD' }
  const span = await fetchUpstream(root, asked)
  const shown = await git(root, 'log', '--oneline', `${span.base}..${span.theirs}`)
  if (shown === '') return print(`Up to date: upstream has nothing after ${short(span.base)}.`)
  print(`${shown}\n… merging`)
  const wanted = await prepare(root, span, tree)
  if (!isDryRun) return commitMerge(root, wanted, print)
  print(await tryMerge(root, wanted))
  print('Nothing was written: --dry-run.')
}

/** Both states of upstream as they are here; only the new one is what `.template.json` names. */
async function prepare(root: string, { base, theirs }: Span, tree: Tree): Promise<Merge> {
  const answers = readAnswers(tree)
  const { applied } = answers
  const before = { commit: base, applied, answers: tree.get(answersFile) ?? '' }
  const after = { commit: theirs, applied, answers: printAnswers({ ...answers, commit: theirs }) }
  return {
    base: await asHere(root, before),
    theirs: await asHere(root, after),
    message: `Update from upstream: ${short(base)} to ${short(theirs)}`,
  }
}

async function commitMerge(root: string, wanted: Merge, print: Print): Promise<void> {
  await merge(root, wanted)
  print('… bringing the lockfile in step')
  await relock(root)
  print(await git(root, 'show', '--stat', '--format=', 'HEAD'))
  print(`Committed as ${await git(root, 'rev-parse', '--short', 'HEAD')}: ${wanted.message}.`)
  print('To undo it: git reset --hard HEAD~1')
  print('Next: npm run check, then npm test.')
}

function short(commit: string): string {
  return commit.slice(0, 7)
}
