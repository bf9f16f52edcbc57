import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { runProgram } from './run-program.ts'

function writeProgram(text: string): string {
  const path = join(scratchFolder(), 'program')
  writeFileSync(path, text, { mode: 0o755 })
  return path
}

test('what a program printed is returned', async () => {
  const path = writeProgram('#!/bin/sh\necho "$1"\necho aside >&2\n')

  expect(await runProgram(path, ['asked'])).toEqual({ stdout: 'asked\n', stderr: 'aside\n' })
})

test('a program that somebody still holds open for writing runs when it is closed', async () => {
  const path = writeProgram('#!/bin/sh\necho here\n')
  const held = openSync(path, 'r+')

  // Its first attempt is over before this returns.
  const running = runProgram(path, [])
  closeSync(held)

  expect((await running).stdout).toBe('here\n')
})

test.each([
  ['a path through a file', () => join(writeProgram(''), 'java'), 'ENOTDIR'],
  ['a file that is not there', () => join(scratchFolder(), 'java'), 'ENOENT'],
])('%s is a rejection', async (_, path, code) => {
  // Thrown at once, it would pass by the caller's catch.
  await expect(
    runProgram(path(), []).catch((error) => Promise.reject(error)),
  ).rejects.toMatchObject({ code })
})
