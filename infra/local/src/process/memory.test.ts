import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { startSmallPart, staying } from '../../test/small-parts.ts'
import { measureTree } from './memory.ts'

test('memory is that of a process and of all below it', async () => {
  // It ends with its parent, however that one ends.
  const hoard =
    'globalThis.hoard = Buffer.alloc(80e6, 1); process.stdin.on("end", process.exit).resume()'
  const start = `const { pid } = require('child_process').spawn(process.execPath, ['-e', '${hoard}'])`
  const state = scratchFolder()
  const parent = await startSmallPart(state, `${start}; console.log(pid); ${staying}`)
  const said = () => Number(readFileSync(join(state, 'logs', 'small.log'), 'utf8'))
  await expect.poll(said).toBeGreaterThan(0)
  await expect.poll(() => measureTree(said())).toBeGreaterThan(80e6)

  const [below, together] = [await measureTree(said()), await measureTree(parent.pid)]

  // A process of Node by itself has some forty million bytes.
  expect(together - below).toBeGreaterThan(20e6)
})

test('a process that is gone holds nothing', async () => {
  const child = await startSmallPart(scratchFolder(), '')
  await child.exited

  await expect(measureTree(child.pid)).resolves.toBe(0)
})
