import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readAnswers } from '../src/answers.ts'
import { readTree } from '../src/checkout.ts'
import { renameTree } from '../src/rename.ts'
import { cutsOf, stripProof } from '../src/strip-proof.ts'
import type { Tree } from '../src/tree.ts'

const tree = await readTree(fileURLToPath(new URL('../../..', import.meta.url)))
const acme = { name: 'acme', scope: '@acme' }
const ours = readAnswers(tree)

test('after a rename no file and no path carries the old name, but where the code comes from', () => {
  const renamed = renameTree(tree, ours, acme)

  const old = [...renamed].filter(([path, text]) =>
    `${path}\n${text}`.toLowerCase().includes(ours.name),
  )
  const kept = ['.template.json', 'CHANGELOG.md', 'LICENSE']
  expect(old.map(([path]) => path).filter((path) => !kept.includes(path))).toEqual([])
})

test.each(cutsOf(tree))('$path has what strip cuts: $cut', ({ path, cut }) => {
  expect(tree.get(path)?.split(cut)).toHaveLength(2)
})

test('after strip proof no page leads there, no command of it is named, no package is left over', () => {
  const left = stripProof(tree)

  expect([...left.keys()].filter((path) => path.startsWith('proof/'))).toEqual([])
  const named = [...left].filter(
    ([path, text]) =>
      path.endsWith('.md') &&
      (/\]\([./]*proof\//.test(text) ||
        (path !== 'CHANGELOG.md' && /npm run (lab|bench|soak|images)/.test(text))),
  )
  expect(named.map(([path]) => path)).toEqual([])
  expect(left.get('pnpm-workspace.yaml')).not.toMatch(/autocannon|nestjs|pg-boss/)
  expect(left.get('docs/dependencies.md')).not.toMatch(/autocannon|nestjs|pg-boss/)
})

test('rename and strip in either order give the same tree', () => {
  const one = stripProof(renameTree(tree, ours, acme))
  const other = renameTree(stripProof(tree), ours, acme)

  expect(sorted(one)).toEqual(sorted(other))
})

function sorted(files: Tree) {
  return [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))
}
