import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { CannotStart } from '../cannot-start.ts'
import { explainFailure } from './explain-failure.ts'

function thrownBy(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}

test('what is ours is its sentence and nothing else', () => {
  expect(explainFailure(new CannotStart('port-taken', 'Port 1 is taken.'))).toBe('Port 1 is taken.')
})

test('a folder that cannot be made is named with what is in its way', () => {
  const file = join(scratchFolder(), 'file')
  writeFileSync(file, '')

  const text = explainFailure(thrownBy(() => mkdirSync(join(file, 'run'), { recursive: true })))

  expect(text).toMatch(/^.*file.*: a file is where a folder should be .*TAILSPAN_STATE[^\n]*\.$/)
})

test('an option that does not exist is one line', () => {
  const text = explainFailure(thrownBy(() => parseArgs({ args: ['--nope'], options: {} })))

  expect(text).toMatch(/^Unknown option '--nope'[^\n]*$/)
})

test('what nobody foresaw shows its stack', () => {
  expect(explainFailure(new TypeError('x is not a function'))).toMatch(
    /x is not a function\n\s+at /,
  )
})
