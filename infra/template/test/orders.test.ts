import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readAnswers } from '../src/answers.ts'
import { readTree } from '../src/checkout.ts'
import { renameTree } from '../src/rename.ts'
import { isThere, parts, strip } from '../src/strip/strip.ts'
import { changeBetween, type Tree } from '../src/tree.ts'
import { replay } from '../src/update/replay.ts'

const tree = await readTree(fileURLToPath(new URL('../../..', import.meta.url)))
const ours = readAnswers(tree)
// This tree may have been renamed already.
const other = ours.name === 'umbrella' ? 'parasol' : 'umbrella'
const others = { name: other, scope: `@${other}`, repository: 'parasols/shop' }

type Step = { readonly name: string; readonly bit: number; readonly take: (files: Tree) => Tree }
type Way = { readonly words: string; readonly files: Tree }

// What was stripped from this tree is tried no more.
const steps: readonly Step[] = [
  { name: 'rename', take: (files: Tree) => renameTree(files, ours, others) },
  ...Object.entries(parts)
    .filter(([, part]) => isThere(tree, part))
    // What went with another part is gone already.
    .map(([name, part]) => ({
      name,
      take: (files: Tree) => (isThere(files, part) ? strip(files, name) : files),
    })),
].map((step, i) => ({ ...step, bit: 1 << i }))

test('rename and strip in every order give the same tree', () => {
  let trees = new Map<number, Way>([[0, { words: '', files: tree }]])
  // Where the last step may be any of them for each set of steps, every order is the same.
  for (const _ of steps) trees = withOneMore(trees)

  expect([...trees.keys()]).toEqual([2 ** steps.length - 1])
})

test('update repeats each part that .template.json remembers, in any order', () => {
  const names = steps.slice(1).map(({ name }) => name)
  const applied = names.map((name) => `strip ${name}`)
  const stripped = steps.slice(1).reduce((files, { take }) => take(files), tree)

  for (const order of [applied, applied.toReversed()])
    expect(
      differing({ words: '', files: stripped }, { words: ` ${order}`, files: replay(tree, order) }),
    ).toEqual([])
})

/** From the trees after some steps to those after one more; each is reached in all ways, which must be the same. */
function withOneMore(trees: ReadonlyMap<number, Way>): Map<number, Way> {
  const next = new Map<number, Way>()
  for (const [done, { words, files }] of trees)
    for (const { name, bit, take } of steps.filter((step) => !(done & step.bit))) {
      const way = { words: `${words} ${name}`, files: take(files) }
      const found = next.get(done | bit)
      if (found) expect(differing(found, way)).toEqual([])
      else next.set(done | bit, way)
    }
  return next
}

function differing(one: Way, two: Way): string[] {
  const { written, deleted } = changeBetween(one.files, two.files)
  return [...written.keys(), ...deleted].map(
    (path) => `${path} after${two.words} is not as after${one.words}`,
  )
}
