import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readAnswers } from '../src/answers.ts'
import { readTree } from '../src/checkout.ts'
import { renameTree } from '../src/rename.ts'
import { applyCut, withScope } from '../src/strip/cut.ts'
import { findPart, isThere, parts, strip, withoutImplied } from '../src/strip/strip.ts'
import type { Tree } from '../src/tree.ts'

const tree = await readTree(fileURLToPath(new URL('../../..', import.meta.url)))
const ours = readAnswers(tree)
// This tree may have been renamed already.
const other = ours.name === 'umbrella' ? 'parasol' : 'umbrella'
const others = { name: other, scope: `@${other}`, repository: 'parasols/shop' }
// What was stripped from this tree is tried no more.
const names = Object.entries(parts).flatMap(([name, part]) => (isThere(tree, part) ? name : []))
const passages = Object.values(parts)
  .filter((part) => isThere(tree, part))
  .flatMap((part) => {
    const ready = withoutImplied(tree, part)
    const cuts = withScope(ready, part.cuts(ready))
    return cuts.map((cut) => ({ ...cut, text: ready.get(cut.path) ?? '' }))
  })

test('after a rename no file and no path carries the old name, but where the code comes from', () => {
  const renamed = renameTree(tree, ours, others)

  const old = [...renamed].filter(([path, text]) =>
    `${path}\n${text}`.toLowerCase().includes(ours.name),
  )
  const kept = ['.template.json', 'CHANGELOG.md', 'LICENSE', 'pnpm-lock.yaml']
  expect(old.map(([path]) => path).filter((path) => !kept.includes(path))).toEqual([])
})

test.each(passages)('$path has what strip cuts: $cut', ({ text, ...passage }) => {
  expect(applyCut(text, passage)).not.toBe(text)
  if (typeof passage.cut === 'string') expect(text.split(passage.cut)).toHaveLength(2)
})

test.runIf(names.includes('proof'))(
  'after strip proof no page leads there, no command of it is named, no package is left over',
  () => {
    const left = strip(tree, 'proof')

    expect([...left.keys()].filter((path) => path.startsWith('proof/'))).toEqual([])
    const named = [...left].filter(
      ([path, text]) =>
        path.endsWith('.md') &&
        (/\]\([./]*proof\//.test(text) ||
          (!isKept(path) && /npm run (lab|bench|soak|images)|\bproof\//.test(text))),
    )
    expect(named.map(([path]) => path)).toEqual([])
    const inside = /proof\/(bench|lab|soak|stand-ins|performance|commands)|run images/
    const leading = [...left].filter(([path, text]) => inside.test(text) && !isKept(path))
    expect(leading.map(([path]) => path)).toEqual([])
    expect(left.get('pnpm-workspace.yaml')).not.toMatch(/autocannon|nestjs|pg-boss/)
    expect(left.get('docs/dependencies.md')).not.toMatch(/autocannon|nestjs|pg-boss/)
  },
)

test.runIf(names.includes('mistakes'))(
  'after strip mistakes nothing names a wrong strategy, in proof/ neither',
  () => {
    const left = strip(tree, 'mistakes')

    const wrong =
      /publish-?(request|background)|`(request|background)`|PUBLISH=(request|background)/i
    const asValue = /(PUBLISH|[Ss]trateg)[^\n]*'(request|background)'|\| (request|background) +\|/
    const named = [...left].filter(([, text]) => wrong.test(text) || asValue.test(text))
    const kept = ([path]: [string, string]) => path !== 'CHANGELOG.md' && !isOfTemplate(path)
    expect(named.filter(kept).map(([path]) => path)).toEqual([])
    // Two exercises go with them: a number would be wrong in one of the two trees.
    const counted = [...left].filter(([, text]) => /\beight (questions|exercises)\b/i.test(text))
    expect(counted.filter(kept).map(([path]) => path)).toEqual([])
  },
)

// With the shop, and without it.
const isLeft = (name: string) => !name || names.includes(name)
const besides = ['', 'demo'].filter(isLeft)

test.runIf(names.includes('kubernetes')).each(besides)(
  'after strip %s kubernetes nothing names the platform, no package of its checks is left over',
  (also) => {
    const left = strip(also ? strip(tree, also) : tree, 'kubernetes')

    const platform = /kube|kustomi[sz]|\bkeda\b|strimzi|\bpods?\b/i
    const named = [...left].filter(
      ([path, text]) => !isKept(path) && platform.test(`${path}\n${text}`),
    )
    expect(named.map(([path]) => path)).toEqual([])
    expect(left.get('pnpm-workspace.yaml')).not.toContain('ajv')
    expect(left.get('docs/dependencies.md')).not.toContain('ajv')
  },
)

test.runIf(names.includes('platformatic')).each(['', 'proof', 'demo'].filter(isLeft))(
  'after strip %s platformatic nothing names the client or what chose it, but a peer of the bench',
  (also) => {
    const left = strip(also ? strip(tree, also) : tree, 'platformatic')

    const choice = /platformatic|KAFKA_CLIENT|KAFKA_GROUP_PROTOCOL|broker-assigned/
    const peer = /^(proof\/bench\/|pnpm-workspace\.yaml$|docs\/dependencies\.md$)/
    const isOfPeer = (path: string) => isThere(left, findPart('proof')) && peer.test(path)
    const named = [...left].filter(
      ([path, text]) => !isUnowned(path) && !isOfPeer(path) && choice.test(`${path}\n${text}`),
    )
    expect(named.map(([path]) => path)).toEqual([])
    expect(promisesOf(left)).toEqual(promisesOf(also ? strip(tree, also) : tree))
  },
)

test.runIf(names.includes('demo'))(
  'after strip demo no link is dead, nothing names the shop, the starter is where the shop was',
  () => {
    const left = strip(tree, 'demo')

    const paths = [...left.keys()]
    expect(paths.filter((path) => /^(proof|infra\/(experiment|starter-))/.test(path))).toEqual([])
    expect(paths).toEqual(expect.arrayContaining(['services/intake/src/main.ts', 'README.md']))
    const shop =
      /services\/(order|inventory|pricing|notification)\b|starter-(intake|worker|contracts|e2e|demo)|\w\/experiment\b/
    const named = [...left].filter(
      ([path, text]) => !isKept(path) && !isExample(path) && shop.test(text),
    )
    expect(named.map(([path]) => path)).toEqual([])
    expect(left.get('pnpm-workspace.yaml')).not.toMatch(/nodemailer|testcontainers/)
  },
)

// The checks try themselves on trees of their own; the lockfile is written by the package manager.
function isKept(path: string) {
  return (
    isOfTemplate(path) ||
    ['CHANGELOG.md', 'laws.mjs', 'pnpm-lock.yaml'].includes(path) ||
    /^infra\/checks\/test\/(good|broken)-/.test(path)
  )
}

test.runIf(names.includes('demo'))(
  'the page that waits repeats the badges and sizes of README.md',
  () => {
    const repeated = (tree.get('README.md') ?? '').match(/^(\[!\[|\[`libs\/scope`\]).*$/gm) ?? []

    expect(repeated).toHaveLength(4)
    for (const line of repeated) expect(tree.get('infra/template/pages/readme.txt')).toContain(line)
  },
)

// The checks have the shop's names in trees of their own.
function isExample(path: string) {
  return path.startsWith('infra/checks/test/')
}

function isOfTemplate(path: string) {
  return path.startsWith('infra/template/')
}

/** What tells of the past, of the strips themselves, or is written by the package manager. */
function isUnowned(path: string) {
  return isOfTemplate(path) || ['CHANGELOG.md', 'pnpm-lock.yaml'].includes(path)
}

function promisesOf(files: Tree) {
  return (files.get('docs/promises.md') ?? '').match(/^\| [A-Z]\d+ \|/gm)
}
