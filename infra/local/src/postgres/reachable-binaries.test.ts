import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { reachableBinaries } from './reachable-binaries.ts'

const nobody = { uid: 65_534, gid: 65_534, name: 'nobody' }

/** Programs below a folder with these modes, as a package manager leaves them under some umask. */
function programsIn(root: string, { folders = 0o755, files = 0o755 } = {}) {
  const program = join(root, 'bin', 'postgres')
  mkdirSync(join(root, 'bin'), { recursive: true })
  mkdirSync(join(root, 'lib'))
  writeFileSync(program, '#!/bin/sh\n')
  writeFileSync(join(root, 'lib', 'libpq.so'), 'library')
  chmodSync(program, files)
  chmodSync(join(root, 'lib', 'libpq.so'), files & 0o666)
  for (const folder of ['.', 'bin', 'lib']) chmodSync(join(root, folder), folders)
  return { initdb: program, postgres: program, root, version: '18.4.0' }
}

/** A folder in which the programs lie, and one to which they are copied; nobody can enter the first. */
function closedCheckout(modes = {}) {
  const closed = scratchFolder()
  chmodSync(closed, 0o700)
  return { binaries: programsIn(join(closed, 'native'), modes), folder: scratchFolder() }
}

function modesBelow(folder: string): string[] {
  return [
    folder,
    ...readdirSync(folder, { recursive: true }).map((path) => join(folder, `${path}`)),
  ]
    .map((path) => (lstatSync(path).mode & 0o777).toString(8))
    .toSorted()
}

test('programs that everybody can run stay where they are', async () => {
  const binaries = programsIn(join(scratchFolder(), 'native'))

  expect(await reachableBinaries(binaries, nobody)).toEqual(binaries)
})

test.each([
  ['in a folder that only its owner can enter', {}],
  ['made under umask 077', { folders: 0o700, files: 0o700 }],
  ['made under umask 027', { folders: 0o750, files: 0o750 }],
])('E2 programs %s are copied for all to run, whatever the umask is', async (_, modes) => {
  const { binaries, folder } = closedCheckout(modes)
  const before = process.umask(0o077)
  onTestFinished(() => void process.umask(before))

  const { root, postgres } = await reachableBinaries(binaries, nobody, folder)

  expect(postgres).toBe(join(root, 'bin', 'postgres'))
  expect(modesBelow(root)).toEqual(['644', '755', '755', '755', '755'])
})

test('E2 programs in an open folder whose files are closed are copied, too', async () => {
  const binaries = programsIn(join(scratchFolder(), 'native'), { files: 0o700 })

  const { root } = await reachableBinaries(binaries, nobody, scratchFolder())

  expect(root).not.toBe(binaries.root)
})

test('E2 a path that a shell would read otherwise is left for a plain one, also by a user of its own', async () => {
  const binaries = programsIn(join(scratchFolder(), 'a "quoted" $HOME', 'native'))

  const { postgres } = await reachableBinaries(binaries, undefined, scratchFolder())

  expect(postgres).not.toMatch(/["$]/)
})

test.each<[string, (root: string) => void]>([
  ['was closed by an umask', (root) => chmodSync(join(root, 'bin'), 0o700)],
  ['has a file that was cut short', (root) => writeFileSync(join(root, 'bin', 'postgres'), '#!')],
  ['lacks a file', (root) => rmSync(join(root, 'lib', 'libpq.so'))],
  ['is an empty folder', (root) => rmSync(root, { recursive: true })],
])('E2 a copy that %s is made anew', async (_, damage) => {
  const { binaries, folder } = closedCheckout()
  const { root, postgres } = await reachableBinaries(binaries, nobody, folder)
  damage(root)

  await reachableBinaries(binaries, nobody, folder)

  expect(readFileSync(postgres, 'utf8')).toBe('#!/bin/sh\n')
  expect(modesBelow(root)).toEqual(['644', '755', '755', '755', '755'])
  expect(readdirSync(folder)).toHaveLength(1)
})

test('E2 what a killed start has left half copied goes with the next one', async () => {
  const { binaries, folder } = closedCheckout()
  const { root } = await reachableBinaries(binaries, nobody, folder)
  rmSync(root, { recursive: true })
  // No process has this id: it is above what Linux gives.
  mkdirSync(join(`${root}.99999999.abc123.part`, 'bin'), { recursive: true })

  await reachableBinaries(binaries, nobody, folder)

  expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([root])
})

test('E2 of two starts in the same moment both have the programs', async () => {
  const { binaries, folder } = closedCheckout()

  const found = await Promise.all([1, 2, 3].map(() => reachableBinaries(binaries, nobody, folder)))

  for (const { postgres } of found) expect(readFileSync(postgres, 'utf8')).toBe('#!/bin/sh\n')
  expect(readdirSync(folder)).toHaveLength(1)
})

test('E2 programs that cannot be copied are one sentence, and nothing stays of them', async () => {
  const { binaries, folder } = closedCheckout()
  execFileSync('mkfifo', [join(binaries.root, 'bin', 'pipe')])

  const found = reachableBinaries(binaries, nobody, folder)

  await expect(found).rejects.toMatchObject({ code: 'postgres-unreachable' })
  await expect(found).rejects.toThrow(/^PostgreSQL's programs could not be copied to .*\.$/)
  expect(readdirSync(folder)).toEqual([])
})

test('E2 a copy that somebody else could have written is refused', async () => {
  const { binaries, folder } = closedCheckout()
  const { root } = await reachableBinaries(binaries, nobody, folder)
  chmodSync(root, 0o777)

  const found = reachableBinaries(binaries, nobody, folder)

  await expect(found).rejects.toThrow(/does not belong to this user: remove it/)
})
