import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { refuseUnusable, refuseUnwritable } from './refuse-unwritable.ts'

test('a folder that can be written, or made, is left as it was', async () => {
  const folder = scratchFolder()

  await refuseUnwritable(folder, 'TAILSPAN_STATE')
  await refuseUnwritable(join(folder, 'not', 'yet'), 'TAILSPAN_STATE')

  expect(readdirSync(folder)).toEqual([])
})

test('a path that leads through a file is one sentence that names the setting', async () => {
  const file = join(scratchFolder(), 'file')
  writeFileSync(file, '')

  const refused = refuseUnwritable(join(file, 'state'), 'TAILSPAN_STATE')

  await expect(refused).rejects.toMatchObject({ code: 'folder-unwritable' })
  await expect(refused).rejects.toThrow(
    /^Nothing can be written to \S+: set TAILSPAN_STATE to [^\n]+\.$/,
  )
})

test('/proc is refused at once, where making folders would never end', async (context) => {
  if (!existsSync('/proc/self')) return context.skip('there is no /proc on this machine')

  await expect(refuseUnwritable('/proc/x/y', 'TAILSPAN_STATE')).rejects.toMatchObject({
    code: 'folder-unwritable',
  })
})

test('a folder that is there is enough, however it may be used; a file in its place is refused', async () => {
  const folder = scratchFolder()
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const refuse = (path: string) => refuseUnusable(path, 'TAILSPAN_CACHE')

  if (existsSync('/proc/self')) await refuse('/proc/self')
  await refuse(join(folder, 'not', 'yet'))

  expect(readdirSync(folder)).toEqual(['file'])
  await expect(refuse(file)).rejects.toThrow(/set TAILSPAN_CACHE/)
  await expect(refuse(join(file, 'cache'))).rejects.toThrow(/set TAILSPAN_CACHE/)
})
