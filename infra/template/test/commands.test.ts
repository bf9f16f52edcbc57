import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { renameCommand } from '../src/rename-command.ts'
import { stripCommand } from '../src/strip-command.ts'

const answers = {
  upstream: 'https://example.com/t.git',
  name: 'oldshop',
  scope: '@oldshop',
  applied: [],
}

test('a dry run prints what would change and writes nothing', async () => {
  const { root, lines, print } = openCheckout()

  await renameCommand(['acme', '--dry-run'], root, print)

  expect(lines).toContain('  write   readme.md')
  expect(lines.at(-1)).toBe('Nothing was written: --dry-run.')
  expect(readFileSync(join(root, 'readme.md'), 'utf8')).toBe('Oldshop\n')
})

test('a dirty tree is refused with the files that are not committed', async () => {
  const { root, print } = openCheckout()
  writeFileSync(join(root, 'readme.md'), 'changed\n')

  const renaming = renameCommand(['acme'], root, print)

  await expect(renaming).rejects.toThrow(/not committed.*\n M readme.md/)
})

test('a folder that git does not know is refused', async () => {
  const root = mkdtempSync(join(tmpdir(), 'template-'))
  onTestFinished(() => rmSync(root, { recursive: true }))

  await expect(renameCommand(['acme'], root, () => {})).rejects.toThrow('no git checkout')
})

test('somebody whom git does not know is told so before anything is done', async () => {
  const { root, lines, print } = openCheckout()
  vi.stubEnv('GIT_AUTHOR_NAME', '')
  onTestFinished(() => void vi.unstubAllEnvs())

  await expect(renameCommand(['acme'], root, print)).rejects.toThrow(
    /git does not know who commits:\n(.*\n)*fatal: empty ident name/,
  )
  expect(lines).toEqual([])
})

test('what is not there cannot be stripped', async () => {
  const { root, print } = openCheckout()

  await expect(stripCommand(['proof'], root, print)).rejects.toThrow('nothing to strip')
  await expect(stripCommand(['everything'], root, print)).rejects.toThrow(
    '"everything" cannot be stripped: npm run strip -- proof mistakes',
  )
  await expect(stripCommand([], root, print)).rejects.toThrow('npm run strip -- proof mistakes')
  await expect(stripCommand(['constructor'], root, print)).rejects.toThrow('cannot be stripped')
})

function openCheckout() {
  const root = mkdtempSync(join(tmpdir(), 'template-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  writeFileSync(join(root, 'readme.md'), 'Oldshop\n')
  writeFileSync(join(root, '.template.json'), JSON.stringify(answers))
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'pipe' })
  git('init', '--quiet')
  // Not of the machine: a new one does not know who commits.
  git('config', 'user.name', 'T')
  git('config', 'user.email', 't@example.com')
  git('add', '--all')
  git('commit', '--quiet', '-m', 'one')
  const lines: string[] = []
  return { root, lines, print: (line: string) => void lines.push(line) }
}
