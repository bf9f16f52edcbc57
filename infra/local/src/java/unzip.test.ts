import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { type Packed, zipBytes } from '../../test/zip-bytes.ts'
import { unzip } from './unzip.ts'

function writeZip(...files: readonly Packed[]): string {
  const file = join(scratchFolder(), 'packed.zip')
  writeFileSync(file, zipBytes(files))
  return file
}

test('one folder of a zip file is unpacked, and its files keep their permissions', async () => {
  const into = scratchFolder()
  const file = writeZip(
    { name: 'home/bin/java', text: 'a program', mode: 0o755 },
    { name: 'home/lib/modules', text: 'data', mode: 0o644 },
    { name: 'elsewhere.txt', text: 'not asked for', mode: 0o644 },
  )

  await unzip(file, 'home/', into)

  expect(readdirSync(into).sort()).toEqual(['bin', 'lib'])
  expect(readFileSync(join(into, 'bin', 'java'), 'utf8')).toBe('a program')
  expect(statSync(join(into, 'bin', 'java')).mode & 0o111).toBe(0o111)
  expect(statSync(join(into, 'lib', 'modules')).mode & 0o111).toBe(0)
})

test.each(['home/../../outside', '/outside'])(
  'the path %s leads out of the folder and is refused',
  async (name) => {
    const into = scratchFolder()
    const file = writeZip({ name, text: 'written where it must not be', mode: 0o644 })

    await expect(unzip(file, name.slice(0, 1), join(into, 'in'))).rejects.toThrow(/path/)
    expect(readdirSync(into)).toEqual([])
  },
)
