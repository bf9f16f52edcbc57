import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { findSealed, type SealedPlace, seal } from './sealed-file.ts'

async function sealSmall(): Promise<{ place: SealedPlace; file: string }> {
  const place = { folder: scratchFolder(), name: 'classes-1a2b', extension: '.jsa' }
  const part = join(place.folder, 'small.part')
  writeFileSync(part, 'all the classes')
  return { place, file: await seal(part, place) }
}

test('a sealed file is found again, and nothing else is left of it', async () => {
  const { place, file } = await sealSmall()

  expect(await findSealed(place)).toBe(file)
  expect(readdirSync(place.folder)).toHaveLength(1)
})

test.each<[string, (file: string) => void]>([
  ['was cut short', (file) => truncateSync(file, 5)],
  ['has another content of the same length', (file) => writeFileSync(file, 'all the zlasses')],
  ['is empty', (file) => truncateSync(file, 0)],
])('E2 a sealed file that %s is deleted, so that it is made anew', async (_, damage) => {
  const { place, file } = await sealSmall()
  damage(file)

  expect(await findSealed(place)).toBeUndefined()
  expect(readdirSync(place.folder)).toEqual([])
})

test('files of another name are left alone', async () => {
  const { place, file } = await sealSmall()
  const other = join(place.folder, 'classes-1a2b.jsa')
  writeFileSync(other, 'of an earlier version')

  expect(await findSealed(place)).toBe(file)
  expect(await findSealed({ ...place, name: 'classes-3c4d' })).toBeUndefined()
  expect(readFileSync(other, 'utf8')).toBe('of an earlier version')
})
