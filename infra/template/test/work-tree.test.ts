import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { userShell } from './copies/user-shell.ts'
import { cloneWorkTree } from './copies/work-tree.ts'

test('a clone has what is edited, new and deleted in the checkout, committed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'work-tree-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  const write = (path: string, text: string) => writeFileSync(join(from, path), text)
  const git = (...args: string[]) => execFileSync('git', args, { cwd: from, stdio: 'pipe' })
  mkdirSync(join(from, 'sub'), { recursive: true })
  for (const path of ['edited', 'deleted', 'kept', 'sub/ignored']) write(path, 'one')
  write('.gitignore', 'ignored')
  git('init', '--quiet')
  git('add', '--all')
  git('-c', 'user.name=T', '-c', 'user.email=t@example.com', 'commit', '--quiet', '-m', 'one')
  write('edited', 'two')
  write('sub/new file', 'two')
  rmSync(join(from, 'deleted'))

  await cloneWorkTree(from, to)

  const read = (path: string) => readFileSync(join(to, path), 'utf8')
  expect(['edited', 'kept', 'sub/new file'].map(read)).toEqual(['two', 'one', 'two'])
  expect(['deleted', 'sub/ignored'].map((path) => existsSync(join(to, path)))).toEqual([
    false,
    false,
  ])
  expect(`${execFileSync('git', ['status', '--porcelain'], { cwd: to })}`).toBe('')
})

test('a user has none of what npm and vitest tell their children, and all else', () => {
  const ours = {
    npm_config_loglevel: 'silent',
    npm_lifecycle_event: 'test',
    VITEST_WORKER_ID: '1',
    NODE_OPTIONS: '--x',
    GIT_DIR: '/elsewhere',
  }
  const own = { ...ours, npm_config_registry: 'https://example.com', HOME: '/home/u' }

  expect(userShell({ ...own, PATH: '/w/node_modules/.bin:/w/node_modules/node/bin:/bin' })).toEqual(
    {
      npm_config_registry: 'https://example.com',
      HOME: '/home/u',
      PATH: '/bin',
    },
  )
})
