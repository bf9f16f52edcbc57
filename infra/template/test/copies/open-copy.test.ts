import { expect, test } from 'vitest'
import { openCopy } from './open-copy.ts'

test('a copy is a clean checkout with its packages, and a dry run leaves it so', async (t) => {
  const copy = await openCopy(t)

  const { stdout } = await copy.done(['npm', 'run', 'rename', '--', 'acme', '--dry-run'])

  expect(stdout).not.toContain('installing packages')
  expect(stdout.trim().split('\n').at(-1)).toBe('Nothing was written: --dry-run.')
  expect(await copy.git('status', '--porcelain')).toBe('')
})
