import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { type Answers, readAnswers } from '../src/answers.ts'
import { readTree } from '../src/checkout.ts'
import { type Name, repositoryOf } from '../src/names.ts'
import { planRename } from '../src/rename-command.ts'
import { repositoryOfOrigin } from '../src/repository.ts'
import { replay } from '../src/update/replay.ts'

const here = await readTree(fileURLToPath(new URL('../../..', import.meta.url)))
const upstream = 'https://github.com/oldshop/oldshop.git'
const page = 'https://github.com/oldshop/oldshop/blob/main/oldshop.md\n'
const acme = { name: 'acme', scope: '@initech' }

test('the repository that is named is where links lead, and is remembered', () => {
  const { after, next } = plan({ ...acme, repository: 'initech/shop' })

  expect(after.get('readme.md')).toBe('https://github.com/initech/shop/blob/main/acme.md\n')
  expect(readAnswers(after)).toMatchObject({
    ...acme,
    repository: 'initech/shop',
    applied: ['rename acme --scope @initech --repository initech/shop'],
  })
  expect(next).toMatch(/\nBadge, .* lead to https:\/\/github\.com\/initech\/shop\.$/)
})

test('unless one is named it is where origin leads, which update repeats wherever it runs', () => {
  const { after } = plan(acme, { origin: 'initech/shop' })

  expect(after.get('readme.md')).toContain('github.com/initech/shop/')
  const { applied } = readAnswers(after)
  expect(replay(tree(), applied).get('readme.md')).toBe(after.get('readme.md'))
})

test.each([undefined, 'OldShop/oldshop'])(
  'with origin at %s the links lead to a repository of the name, and the last words say so',
  (origin) => {
    const { after, next } = plan(acme, { origin })

    expect(after.get('readme.md')).toContain('github.com/acme/acme/')
    expect(readAnswers(after).applied).toEqual(['rename acme --scope @initech'])
    expect(next).toMatch(
      /lead to https:\/\/github\.com\/acme\/acme, .*: npm run rename -- acme --scope @initech --repository OWNER\/NAME$/,
    )
  },
)

test('a repository can be named later, and stays with the next name', () => {
  const { after: first } = plan(acme)
  const { after: second } = plan({ ...acme, repository: 'initech/shop' }, { before: first })
  const { after: third } = plan({ name: 'umbrella', scope: '@umbrella' }, { before: second })

  expect(second.get('readme.md')).toBe('https://github.com/initech/shop/blob/main/acme.md\n')
  expect(third.get('readme.md')).toBe('https://github.com/initech/shop/blob/main/umbrella.md\n')
  const { applied } = readAnswers(third)
  expect(replay(tree(), applied).get('readme.md')).toBe(third.get('readme.md'))
})

// A tree of your own has links of yours.
test.runIf(readAnswers(here).applied.length === 0)(
  'all links to the repository of this tree lead to the one that is named',
  () => {
    const leading = `github.com/${repositoryOf(readAnswers(here))}`
    const asked = { ...acme, repository: 'initech/shop' }

    const { after } = planRename(here, { root: '/x', head: 'c0', asked, origin: undefined })

    const kept = ['.template.json', 'CHANGELOG.md', 'LICENSE']
    const left = [...after].filter(([path, text]) => text.includes(leading) && !kept.includes(path))
    expect(left.map(([path]) => path)).toEqual([])
    for (const path of ['README.md', 'infra/alerts/rules.yaml', 'libs/scope/package.json'])
      expect(after.get(path)).toContain('github.com/initech/shop')
  },
)

test('origin is asked of git', async () => {
  const root = mkdtempSync(join(tmpdir(), 'template-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'pipe' })
  git('init', '--quiet')

  expect(await repositoryOfOrigin(root)).toBeUndefined()
  git('remote', 'add', 'origin', 'git@github.com:initech/shop.git')
  expect(await repositoryOfOrigin(root)).toBe('initech/shop')
})

type How = { readonly before?: ReturnType<typeof tree>; readonly origin?: string | undefined }

function plan(asked: Name, { before = tree(), origin }: How = {}) {
  return planRename(before, { root: '/x', head: 'c0', asked, origin })
}

function tree(): ReadonlyMap<string, string> {
  const answers: Answers = { upstream, name: 'oldshop', scope: '@oldshop', applied: [] }
  return new Map([
    ['readme.md', page],
    ['.template.json', JSON.stringify(answers)],
  ])
}
