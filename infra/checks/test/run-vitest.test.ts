import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { checkout } from '../src/checkout.ts'
import { otherNode } from '../src/tests/other-node.ts'
import { runVitest } from '../src/tests/run-vitest.ts'
import { isRunning } from './is-running.ts'

// Real tools run here, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 })

const tests = [
  "import { expect, test, vi } from 'vitest'",
  "test('passes', () => {})",
  "test('fails', () => expect(1).toBe(2))",
  "test('is skipped', ({ skip }) => skip('no IPv6 here'))",
  "test('names its Node', () => expect(process.versions.node).toMatch(/^26[.]/))",
].join('\n')

const quietly = { project: 'unit', output: 'ignore' } as const

test('a run reports what passed, what failed, why something was skipped and what did not load', async () => {
  const root = await layOutTests({ 'a.test.ts': tests, 'b.test.ts': "throw new Error('broken')" })

  const { exitCode, report } = await runVitest({ node: process.execPath, root, ...quietly })

  expect(exitCode).toBe(1)
  expect(report?.tests).toMatchObject([
    { file: 'a.test.ts', project: 'unit', name: 'passes', state: 'passed' },
    {
      name: 'fails',
      state: 'failed',
      complaint: expect.stringMatching(/^expected 1 to be 2.*\(line 3\)$/),
    },
    { name: 'is skipped', state: 'skipped', reason: 'no IPv6 here' },
    { name: 'names its Node' },
  ])
  expect(report?.faults).toEqual(['b.test.ts: broken'])
})

test('an error that nobody awaited is a fault', async () => {
  const leak =
    "import { test } from 'vitest'\ntest('passes', () => void Promise.reject(new Error('lost')))"
  const root = await layOutTests({ 'a.test.ts': leak })

  const { exitCode, report } = await runVitest({ node: process.execPath, root, ...quietly })

  expect(exitCode).toBe(1)
  expect(report?.faults).toEqual(['lost'])
})

test('a process that outlives its test is named and ended', async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux shows the environment of other processes')
  const leak = `import { spawn } from 'node:child_process'
    import { writeFileSync } from 'node:fs'
    import { test } from 'vitest'
    test('leaks', () => {
      const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' })
      child.unref()
      writeFileSync('left', String(child.pid))
    })`
  const root = await layOutTests({ 'a.test.ts': leak })

  const { leftBehind } = await runVitest({ node: process.execPath, root, ...quietly })

  expect(leftBehind).toEqual(['sleep 1000'])
  const pid = Number(await readFile(join(root, 'left'), 'utf8'))
  await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false), { timeout: 30_000 })
})

test('the other Node runs the tests itself', async () => {
  const root = await layOutTests({ 'a.test.ts': tests })

  const { report } = await runVitest({ node: otherNode('node26'), root, ...quietly })

  expect(report?.tests).toContainEqual(
    expect.objectContaining({ name: 'names its Node', state: 'passed' }),
  )
})

test('a project that does not exist leaves no report', async () => {
  const root = await layOutTests({ 'a.test.ts': tests })

  const ended = await runVitest({ node: process.execPath, root, ...quietly, project: 'e2e' })

  expect(ended).toEqual({ exitCode: 1, report: undefined, leftBehind: [] })
})

async function layOutTests(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'tailspan-tests-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  await symlink(join(checkout, 'node_modules'), join(root, 'node_modules'))
  const config = "export default { test: { projects: [{ test: { name: 'unit' } }] } }\n"
  const all = Object.entries({ ...files, 'vitest.config.mjs': config })
  await Promise.all(all.map(([name, text]) => writeFile(join(root, name), text)))
  return root
}
