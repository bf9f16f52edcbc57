import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { git } from '../../src/checkout.ts'
import { type Copy, openCopy, unitTests, wholeFile } from './open-copy.ts'
import { cloneWorkTree } from './work-tree.ts'

// One copy goes the way of a user: renamed, stripped, changed, updated. The tests build on each other.
const orderPage = 'services/order/README.md'
const owner = wholeFile()
const rename = ['npm', 'run', 'rename', '--', 'umbrella']
const stripProofMistakes = ['npm', 'run', 'strip', '--', 'proof', 'mistakes']
let copy: Copy
let upstream: string
let first: string

beforeAll(async () => {
  copy = await openCopy(owner)
  upstream = join(copy.root, '../upstream')
  await cloneWorkTree(copy.root, upstream)
  await edit(join(copy.root, '.template.json'), /"upstream": "[^"]*"/, `"upstream": "${upstream}"`)
  await copy.git('commit', '--quiet', '--all', '--message', 'Where upstream is')
  first = await copy.git('rev-parse', 'HEAD')
  await haveState('tailspan')
  await copy.done(rename)
})

test('rename leaves the local state where it is, and out of its commit', async () => {
  const committed = await copy.git('show', '--name-only', '--format=', 'HEAD')

  expect(committed).not.toMatch(/^\.tailspan/m)
  expect(await read(stateOf('tailspan'))).toBe('18')
  expect(await copy.git('status', '--porcelain')).toBe('')
})

test('strip proof mistakes is one commit that says what remains; what it touched is green', async () => {
  const before = await copy.git('rev-parse', 'HEAD')

  const { stdout } = await copy.done(stripProofMistakes)

  expect(await copy.git('rev-parse', 'HEAD~1')).toBe(before)
  expect(stdout).toMatch(/\n\d+ files with \d+ lines remain\./)
  await copy.done(['npm', 'run', 'check'])
  // All unit tests run in `npm test -- permutations`.
  const touched = [
    'bootstrap/test/bootstrap',
    'infra/experiment',
    'infra/template/',
    'libs/scope/src',
  ]
  const parts = ['checks/test/ci', 'checks/test/docs', 'trace-testing/test', 'services/order']
  await copy.done(unitTests(...touched, ...parts))
})

test('the other way round, stripped and then renamed, it is the same tree', async () => {
  const renamedFirst = await copy.git('rev-parse', 'HEAD')
  await haveState('umbrella')
  await copy.git('reset', '--quiet', '--hard', first)
  // What was installed for the renamed packages is not taken for theirs.
  await copy.done(['npm', 'run', 'check', '--', 'links'])
  await access(join(copy.root, 'services/order/node_modules/@tailspan/scope'))

  await copy.done(stripProofMistakes)
  await copy.done(rename)
  // It remembers the order itself.
  const differing = await copy.git(
    'diff',
    '--name-only',
    renamedFirst,
    '--',
    '.',
    ':!.template.json',
  )
  await copy.git('reset', '--quiet', '--hard', renamedFirst)

  expect(differing).toBe('')
})

test('a change of upstream arrives under the new name, without what was stripped', async () => {
  await edit(join(upstream, orderPage), 'Takes orders', 'Takes orders of @tailspan')
  await edit(join(upstream, 'proof/README.md'), 'measures', 'measures everything')
  // A part whose passages have changed can be cut by the newer commands alone.
  const heading = '## The mistakes, to be seen'
  await edit(join(upstream, 'README.md'), heading, '## The mistakes, made visible')
  const cuts = 'infra/template/src/strip/mistakes/page-cuts.ts'
  await edit(join(upstream, cuts), heading, '## The mistakes, made visible')
  const newest = await commitUpstream()

  await copy.done(['npm', 'run', 'update'])

  expect(await read(orderPage)).toMatch(/^Takes orders of @umbrella,/)
  expect(await read('README.md')).toContain('## Two ways to publish')
  expect(JSON.parse(await read('.template.json'))).toMatchObject({ commit: newest })
  expect(await copy.git('ls-files', 'proof')).toBe('')
  expect(await copy.git('status', '--porcelain')).toBe('')
})

test('a change of the same line is a conflict, as git reports it', async () => {
  await edit(join(copy.root, orderPage), 'Takes orders', 'Takes our orders')
  await copy.git('commit', '--quiet', '--all', '--message', 'Ours')
  await edit(join(upstream, orderPage), 'Takes orders', 'Accepts orders')
  await commitUpstream()

  const { exitCode, output } = await copy.run(['npm', 'run', 'update'])

  expect(exitCode).toBe(1)
  expect(output).toContain('CONFLICT (content): Merge conflict in services/order/README.md')
  expect(output).toContain('git cherry-pick --continue')
  expect(await read(orderPage)).toMatch(/^<<<<<<< HEAD\nTakes our orders/)
  expect(await copy.git('diff', '--name-only', '--diff-filter=U')).toBe(orderPage)
  await copy.git('cherry-pick', '--abort')
  expect(await copy.git('status', '--porcelain')).toBe('')
})

const stateOf = (name: string) => `.${name}/postgres/PG_VERSION`

/** As a system leaves it that has run here under that name. */
async function haveState(name: string): Promise<void> {
  await mkdir(join(copy.root, `.${name}/postgres`), { recursive: true })
  await writeFile(join(copy.root, stateOf(name)), '18')
}

function read(path: string): Promise<string> {
  return readFile(join(copy.root, path), 'utf8')
}

async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(from, to))
}

async function commitUpstream(): Promise<string> {
  await git(upstream, 'commit', '--quiet', '--all', '--message', 'Theirs')
  return git(upstream, 'rev-parse', 'HEAD')
}
