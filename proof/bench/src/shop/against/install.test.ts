import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { install } from './install.ts'

test('a checkout whose packages cannot be installed is refused with one sentence', async () => {
  const root = mkdtempSync(join(tmpdir(), 'tailspan-against-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  writeFileSync(join(root, 'pnpm-workspace.yaml'), '')

  const { done } = install(root, '9a98c02')

  await expect(done).rejects.toThrow(
    /^--against: the packages of 9a98c02 could not be installed: [^\n]*pnpm-lock.yaml[^\n]*$/,
  )
})
