import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findCommit } from './git.ts'

/** A repository with one commit, and that commit's name. */
function openRepository() {
  const root = mkdtempSync(join(tmpdir(), 'tailspan-against-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com']
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...who, ...args], { encoding: 'utf8' }).trim()
  git('init', '--quiet')
  writeFileSync(join(root, 'file'), 'text')
  git('add', 'file')
  git('commit', '--quiet', '--no-verify', '-m', 'one')
  return { root, commit: git('rev-parse', 'HEAD') }
}

test('a commit is found by whatever name git knows', async () => {
  const { root, commit } = openRepository()

  expect(await findCommit(commit.slice(0, 7), root)).toBe(commit)
  expect(await findCommit('HEAD', root)).toBe(commit)
})

test.each(['nothing', '--all', '', 'HEAD:file'])(
  '%j is refused with one sentence',
  async (name) => {
    const { root } = openRepository()

    await expect(findCommit(name, root)).rejects.toThrow(
      `--against: this checkout has no commit "${name}" (a clone of limited depth has only the newest).`,
    )
  },
)
