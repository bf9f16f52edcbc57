import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { mounted, refuseClosedMounts } from './refuse-closed-mounts.ts'

/** What compose.yaml hands to containers, as a checkout under this umask has it. */
function checkoutUnder(umask: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailspan-mounts-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'compose', 'jaeger'), { recursive: true })
  for (const path of mounted) {
    const isFile = /[.]\w+$/.test(path)
    if (isFile) writeFileSync(join(folder, path), '')
    chmodSync(join(folder, path), (isFile ? 0o666 : 0o777) & ~umask)
  }
  return folder
}

test('files that everybody may read can be handed to containers', async () => {
  await expect(refuseClosedMounts(checkoutUnder(0o022))).resolves.toBeUndefined()
})

test.each([0o077, 0o027])('E2 a checkout made under umask %o is one sentence', async (umask) => {
  const refused = refuseClosedMounts(checkoutUnder(umask))

  await expect(refused).rejects.toMatchObject({ code: 'mount-closed' })
  await expect(refused).rejects.toThrow(/schemas\.sh: run chmod -R a\+rX .*compose; .*\.$/)
})

test('all that the compose file takes from this folder is looked at', () => {
  const text = readFileSync(new URL('../../compose.yaml', import.meta.url), 'utf8')

  const taken = [...text.matchAll(/\.\/(compose\/[^:]+):/g)].map(([, path]) => path)

  expect(taken.length).toBeGreaterThan(1)
  expect(taken.filter((path) => !mounted.includes(path as string))).toEqual([])
})
