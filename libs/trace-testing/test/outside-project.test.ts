import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const here = dirname(dirname(fileURLToPath(import.meta.url)))
const root = dirname(dirname(here))
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const patientMs = 120_000

/** What the README's reader would install beside this package. */
const neighbours = [
  [here, 'vitest'],
  [here, '@opentelemetry/api'],
  [here, '@opentelemetry/sdk-trace'],
  [here, '@opentelemetry/exporter-trace-otlp-http'],
  [root, '@types/node'],
] as const

describe('in an outside project', { timeout: patientMs }, () => {
  let project = ''

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'trace-testing-'))
    await installPacked(project)
  }, patientMs)

  afterAll(async () => {
    await rm(project, { recursive: true, force: true })
  })

  test('the package brings nothing but itself', async () => {
    const installed = await readdir(join(project, 'node_modules/@tailspan/trace-testing'))
    const packages = await readdir(join(project, 'node_modules'))

    expect(installed.sort()).toEqual(['README.md', 'dist', 'package.json'])
    expect(packages.filter((name) => !name.startsWith('.'))).toEqual(['@tailspan'])
  })

  test('the package works without vitest', async () => {
    const script = `
      import { buildTree, renderTrace, startReceiver } from '@tailspan/trace-testing'
      await using receiver = await startReceiver()
      const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'hello', kind: 2 }
      const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })
      const headers = { 'content-type': 'application/json' }
      await fetch(receiver.url + '/v1/traces', { method: 'POST', headers, body })
      console.log(renderTrace(buildTree(receiver.store.spans())))
    `

    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: project,
    })

    expect(stdout).toMatch(/^trace a{32} · 1 span · 1 service/)
  })

  test('the example of the README compiles, runs, and tells the mistake from the fix', async () => {
    for (const [from, name] of neighbours) await link(from, name, project)
    const files = await writeExample(project)

    const types = await runQuietly(tsc, ['--project', project])
    const fixed = await runVitest(project)
    await writeFile(join(project, 'place-order.ts'), files['place-order-broken.ts'] ?? '')
    const broken = await runVitest(project)

    expect(types).toBe('')
    expect(fixed).toMatch(/Tests +2 passed/)
    expect(broken).toMatch(/Tests +1 failed \| 1 passed/)
    expect(broken).toContain(promisedMessage(files['README.md'] ?? ''))
  })
})

async function installPacked(project: string): Promise<void> {
  const stage = join(project, 'stage')
  await mkdir(stage)
  for (const file of ['package.json', 'README.md']) await cp(join(here, file), join(stage, file))
  const buildInfo = ['--tsBuildInfoFile', join(stage, 'build-info')]
  await run(process.execPath, [tsc, '-p', here, '--outDir', join(stage, 'dist'), ...buildInfo])
  await run('npm', ['pack', '--silent'], { cwd: stage })
  const [tarball = ''] = (await readdir(stage)).filter((file) => file.endsWith('.tgz'))
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(stage, tarball)], {
    cwd: project,
  })
}

async function link(from: string, name: string, project: string): Promise<void> {
  const path = join(project, 'node_modules', name)
  await mkdir(dirname(path), { recursive: true })
  await symlink(join(from, 'node_modules', name), path)
}

/** Writes every code block of the README that begins with a file's name into that file. */
async function writeExample(project: string): Promise<Record<string, string>> {
  const readme = await readFile(join(here, 'README.md'), 'utf8')
  const blocks = readme.matchAll(/```ts\n\/\/ (?<file>\S+)\n(?<code>.*?)```/gs)
  const files = [...blocks].map(({ groups }) => [groups?.file ?? '', groups?.code ?? ''] as const)
  for (const [file, code] of files) await writeFile(join(project, file), code)
  const compilerOptions = {
    ...{ module: 'nodenext', target: 'es2024', lib: ['es2024', 'esnext.disposable'] },
    ...{ strict: true, noEmit: true, allowImportingTsExtensions: true, types: ['node'] },
  }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  return { ...Object.fromEntries(files), 'README.md': readme }
}

function promisedMessage(readme: string): string {
  return (
    /the same test says `(?<message>[^`]+)`/.exec(readme)?.groups?.message ?? 'no promise found'
  )
}

async function runVitest(project: string): Promise<string> {
  const vitest = join(project, 'node_modules/vitest/vitest.mjs')
  return await runQuietly(vitest, ['run', '--root', project, '--no-color'])
}

/** The output, whatever the exit code. */
async function runQuietly(script: string, args: string[]): Promise<string> {
  // Not this run's environment: the variables of one vitest would speak to the other.
  const env = { NO_COLOR: '1' }
  try {
    const { stdout } = await run(process.execPath, [script, ...args], { env })
    return stdout
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    return `${stdout ?? ''}${stderr ?? ''}` || String(error)
  }
}
