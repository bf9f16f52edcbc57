import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { removeLeftBehind } from './remove-left-behind.ts'

const prefix = 'run-'
// No process has this id: it is above what Linux gives.
const dead = 99_999_999

/** A folder with what a living run and a dead one have left. */
function folderOfRuns(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailspan-runs-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const pid of [process.pid, dead])
    mkdirSync(join(folder, `${prefix}${pid}-abc`, 'kafka'), { recursive: true })
  return folder
}

test('what a dead run has left is deleted, what a living one has is not', async () => {
  const folder = folderOfRuns()

  await removeLeftBehind({ folder, prefix })

  expect(readdirSync(folder)).toEqual([`${prefix}${process.pid}-abc`])
})

test('E2 what another user has left is left alone', async () => {
  const folder = folderOfRuns()

  await removeLeftBehind({ folder, prefix, ownUid: -1 })

  expect(readdirSync(folder)).toHaveLength(2)
})
