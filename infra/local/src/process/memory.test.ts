import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { startSmallPart, staying } from '../../test/small-parts.ts'
import { measureTree } from './memory.ts'

test('memory is that of a process and of all below it', async () => {
  const alone = await measureTree(process.pid)
  const hoard = `globalThis.hoard = Buffer.alloc(80e6, 1); ${staying}`
  const child = await startSmallPart(scratchFolder(), hoard)
  await expect.poll(() => measureTree(child.pid)).toBeGreaterThan(80e6)

  const together = await measureTree(process.pid)

  expect(together - alone).toBeGreaterThan(60e6)
})

test('a process that is gone holds nothing', async () => {
  const child = await startSmallPart(scratchFolder(), '')
  await child.exited

  await expect(measureTree(child.pid)).resolves.toBe(0)
})
