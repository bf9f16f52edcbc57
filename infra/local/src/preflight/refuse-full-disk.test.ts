import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { refuseFullDisk } from './refuse-full-disk.ts'

const need = { folder: '/data/tailspan', needMb: 300, setting: 'TAILSPAN_STATE' }

test('enough room is fine', async () => {
  await expect(refuseFullDisk([need], async () => 300e6)).resolves.toBeUndefined()
})

test('too little room is one sentence: how much, where, and what moves it', async () => {
  const refused = refuseFullDisk([need], async () => 12e6)

  await expect(refused).rejects.toMatchObject({ code: 'disk-full' })
  await expect(refused).rejects.toThrow(
    /^Only 12 MB are free for \/data\/tailspan and 300 MB are needed: [^\n]*TAILSPAN_STATE[^\n]*\.$/,
  )
})

test('a folder that does not exist yet is judged by the disk that will hold it', async () => {
  const folder = join(scratchFolder(), 'not', 'yet')

  await expect(refuseFullDisk([{ ...need, folder, needMb: 0 }])).resolves.toBeUndefined()
  await expect(refuseFullDisk([{ ...need, folder, needMb: 1e9 }])).rejects.toThrow(/1000000000 MB/)
})
