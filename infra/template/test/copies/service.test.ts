import { chmod, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { readTree } from '../../src/checkout.ts'
import { readServices } from '../../src/service/manifest.ts'
import { newNames } from '../new-names.ts'
import { freeOffset } from './free-offset.ts'
import { type Copy, openCopy, wholeFile } from './open-copy.ts'

// One copy for all: each test goes on from where the one before it has ended.
const owner = wholeFile()
let copy: Copy
let before: string
/** With a hyphen: what a plain name can break, this one can break, too. */
let name: string
beforeAll(async () => {
  copy = await openCopy(owner)
  before = await copy.git('rev-parse', 'HEAD')
  name = newNames(readServices(await readTree(copy.root)))[1]
})

const template = (command: string, ...args: readonly string[]) =>
  copy.run(['npm', 'run', '--silent', command, '--', ...args])
const npx = (...command: readonly string[]) => copy.run(['npx', '--no-install', ...command])

test('a command whose commit is refused changes nothing and says why', async () => {
  const hook = join(copy.root, '.git/hooks/pre-commit')
  await writeFile(hook, '#!/bin/sh\necho "no ticket in the message" >&2\nexit 1\n')
  await chmod(hook, 0o755)

  const { exitCode, output } = await template('new', 'service', name)
  await rm(hook)

  expect(exitCode).toBe(1)
  expect(output).toMatch(/Nothing has changed, because a step failed:\n(.*\n)*no ticket/)
  expect(await copy.git('status', '--porcelain')).toBe('')
  expect(await copy.git('rev-parse', 'HEAD')).toBe(before)
})

test('new makes one commit, says how to undo it and what is next', async () => {
  const { exitCode, output } = await template('new', 'service', name)

  expect(exitCode, output).toBe(0)
  expect(output).toMatch(/To undo it: git reset --hard HEAD~1\nNext: npm run check/)
  expect(await copy.git('rev-list', '--count', `${before}..HEAD`)).toBe('1')
  expect(await copy.git('status', '--porcelain')).toBe('')
})

test('with a service more all checks are green', async () => {
  const { exitCode, output } = await template('check')

  expect(exitCode, output).toBe(0)
})

test('its own tests are green, and those that compare the lists of services', async () => {
  const lists = [
    'libs/contracts',
    'infra/manifest',
    'compose-files',
    'local/src/demo',
    'local/src/traces',
  ]

  const { exitCode, output } = await npx(
    'vitest',
    'run',
    '--project=unit',
    '--project=integration',
    '--maxWorkers=2',
    `services/${name}/`,
    ...lists,
  )

  expect(exitCode, output).toBe(0)
  expect(output).toContain(`services/${name}/`)
})

test('it takes the order that npm start places, in its one trace, and the order is confirmed', async () => {
  const ended = await copy.run(
    ['npm', 'run', '--silent', 'start', '--', '--local', '--once', '--json'],
    { TAILSPAN_PORT_OFFSET: `${await freeOffset()}` },
  )

  expect(ended.exitCode, ended.output).toBe(0)
  const result = JSON.parse(ended.stdout)
  expect(result).toMatchObject({ status: 'confirmed' })
  expect(result.traceIds).toHaveLength(1)
  expect(result.services).toEqual(expect.arrayContaining([name]))
})

test('remove directly afterwards leaves no difference', async () => {
  const { exitCode, output } = await template('remove', 'service', name)

  expect(exitCode, output).toBe(0)
  expect(await copy.git('diff', '--stat', before)).toBe('')
  expect(await copy.git('status', '--porcelain', '--ignored', 'services')).not.toContain(name)
})
