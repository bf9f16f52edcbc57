import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { freeOffset } from './free-offset.ts'
import { type Copy, openCopy, unitTests, wholeFile } from './open-copy.ts'

// All unit tests run in `npm test -- permutations`; these read what the cuts leave of pages, laws and lists.
const reading = ['ci', 'docs', 'laws', 'longest-first', 'promises'].map(
  (name) => `checks/test/${name}.`,
)
const owner = wholeFile()
let copy: Copy
beforeAll(async () => {
  copy = await openCopy(owner)
})

test('strip demo leaves two small services, says how much remains, and passes every check', async () => {
  const { stdout } = await copy.done(['npm', 'run', 'strip', '--', 'demo'])

  process.stderr.write(`${/^.* remain\.$/m.exec(stdout)?.[0]}\n`)
  expect(stdout).toMatch(/^\d+ files with \d+ lines remain\.$/m)
  expect((await readdir(join(copy.root, 'services'))).toSorted()).toEqual(['intake', 'worker'])
  await copy.done(['npm', 'run', 'check'])
  await copy.done(unitTests(...reading))
})

test('after strip demo npm start shows one whole trace of a job', async () => {
  const offset = { TAILSPAN_PORT_OFFSET: `${await freeOffset()}` }

  const { stdout } = await copy.done(['npm', 'start', '--', '--local', '--once'], offset)

  expect(stdout).toMatch(/^Job .*: accepted after \d+ ms/m)
  expect(stdout).toMatch(/process jobs +CONSUMER +worker/)
})

test('the other parts go after it, too, and what remains passes every check', async () => {
  await copy.done(['npm', 'run', 'strip', '--', 'kubernetes', 'platformatic'])

  await copy.done(['npm', 'run', 'check'])
  await copy.done(unitTests(...reading, 'infra/template/', 'libs/config/', 'libs/kafka/'))
})
