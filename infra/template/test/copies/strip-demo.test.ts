import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Copy, openCopy } from './open-copy.ts'

let copy: Copy
beforeAll(async () => {
  copy = await openCopy({ onTestFinished: afterAll })
})

test('strip demo leaves two small services, says how much remains, and passes every check', async () => {
  const { stdout } = await copy.done(['npm', 'run', 'strip', '--', 'demo'])

  process.stderr.write(`${/^.* remain\.$/m.exec(stdout)?.[0]}\n`)
  expect(stdout).toMatch(/; \d+ with \d+ lines remain\./)
  expect((await readdir(join(copy.root, 'services'))).toSorted()).toEqual(['intake', 'worker'])
  await copy.done(['npm', 'run', 'check'])
})

test('after strip demo the end-to-end tests pass', async () => {
  await copy.done(['npm', 'run', 'e2e'])
})
