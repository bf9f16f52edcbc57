import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, symlink, watch, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { checkout } from '../src/checkout.ts'

// Real tools run here, on machines that have other things to do.
vi.setConfig({ testTimeout: 240_000 })

const files = {
  'vitest.config.mjs':
    "export default { test: { projects: [{ test: { name: 'unit', globalSetup: './set-up.mjs' } }] } }",
  'set-up.mjs': `
    import { writeFileSync } from 'node:fs'
    export const setup = () => () => writeFileSync('servers-are-down', '')`,
  'hanging.test.mjs': `
    import { writeFileSync } from 'node:fs'
    import { test, vi } from 'vitest'
    test('hangs', () => {
      writeFileSync('test-runs', '')
      return new Promise(() => {})
    }, 600_000)`,
  'run.ts': `
    import { runAsProgram } from '${checkout}/infra/checks/src/main-program.ts'
    import { testCommand } from '${checkout}/infra/checks/src/test-command.ts'
    import { vitestSuite } from '${checkout}/infra/checks/src/tests/suites.ts'
    const suites = [vitestSuite('unit', 'hangs'), vitestSuite('unit', 'never starts')]
    await runAsProgram(({ print }) => testCommand({ args: [], root: process.cwd(), print }, suites))`,
}

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s ends the run, its servers first, and nothing is counted', async (signal, code) => {
  const root = await layOutTests()
  const run = startRun(root)
  await untilThere(root, 'test-runs')

  run.child.kill(signal)
  const exitCode = await run.exitCode

  expect(exitCode).toBe(code)
  expect(existsSync(join(root, 'servers-are-down'))).toBe(true)
  expect(run.lines()).toContain(`stopped by ${signal}`)
  expect(run.lines()).not.toMatch(/never starts|passed, \d+ failed/)
})

function startRun(root: string) {
  const child = spawn(process.execPath, ['--conditions=@tailspan/source', 'run.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Only a broken run is still there: its vitest goes with it, for nobody is left to read its output.
  onTestFinished(() => void child.kill('SIGKILL'))
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const { promise: exitCode, resolve } = Promise.withResolvers<number | null>()
  child.on('close', resolve)
  return { child, exitCode, lines: () => Buffer.concat(chunks).toString() }
}

async function layOutTests(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'tailspan-signals-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  await symlink(join(checkout, 'node_modules'), join(root, 'node_modules'))
  const all = Object.entries(files)
  await Promise.all(all.map(([name, text]) => writeFile(join(root, name), text)))
  return root
}

async function untilThere(root: string, name: string): Promise<void> {
  const changes = watch(root, { signal: AbortSignal.timeout(200_000) })
  if (existsSync(join(root, name))) return
  for await (const { filename } of changes) if (filename === name) return
}
