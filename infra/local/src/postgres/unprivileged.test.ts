import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { findBarrier, findUnprivilegedUser } from './unprivileged.ts'

const nobody = { uid: 65_534, gid: 65_534, name: 'nobody' }

function passwdFile(...lines: string[]): string {
  const file = join(scratchFolder(), 'passwd')
  writeFileSync(file, `root:x:0:0::/root:/bin/sh\n${lines.join('\n')}\n`)
  return file
}

test('who is not root runs PostgreSQL as himself', () => {
  expect(findUnprivilegedUser(1_000)).toBeUndefined()
})

test('root runs it as postgres where that user exists, else as nobody', () => {
  const both = passwdFile('nobody:x:65534:65534::/:/bin/false', 'postgres:x:101:104::/:/bin/sh')
  const one = passwdFile('nobody:x:65534:65534::/:/bin/false')

  expect(findUnprivilegedUser(0, both)).toEqual({ name: 'postgres', uid: 101, gid: 104 })
  expect(findUnprivilegedUser(0, one)).toEqual(nobody)
})

test('the folder through which a user cannot pass is found', () => {
  const closed = join(scratchFolder(), 'closed')
  mkdirSync(join(closed, 'data'), { recursive: true })
  chmodSync(join(closed, '..'), 0o755)
  chmodSync(closed, 0o700)

  expect(findBarrier(join(closed, 'data'), nobody)).toBe(closed)
  expect(findBarrier(join(closed, 'data'), undefined)).toBeUndefined()
})

test('folders that everybody can enter, or that are not there yet, are no barrier', () => {
  const open = join(scratchFolder(), 'open')
  mkdirSync(open)
  chmodSync(join(open, '..'), 0o711)
  chmodSync(open, 0o711)

  expect(findBarrier(join(open, 'later'), nobody)).toBeUndefined()
})
