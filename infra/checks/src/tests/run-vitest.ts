import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkout } from '../checkout.ts'
import type { Report } from './report.ts'

// The workspace's own copy: the tests import the same one.
const vitest = join(checkout, 'node_modules/vitest/vitest.mjs')
const reporter = fileURLToPath(new URL('json-reporter.ts', import.meta.url))

export type VitestRun = {
  /** The Node that runs it. */
  readonly node: string
  readonly root: string
  readonly project: string
  /** Only tests below these folders. */
  readonly folders?: readonly string[]
}

export type VitestEnd = { readonly exitCode: number; readonly report: Report | undefined }

/** Runs one vitest project, shows its progress as it comes and reads the report that it leaves. */
export async function runVitest({ node, root, project, folders = [] }: VitestRun) {
  const folder = await mkdtemp(join(tmpdir(), 'tailspan-report-'))
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', `--reporter=${reporter}`, `--outputFile=${file}`]
  const args = [vitest, 'run', `--project=${project}`, ...reporters, ...folders]
  try {
    const exitCode = await untilEnded(node, args, root)
    return { exitCode, report: await readReport(file) } satisfies VitestEnd
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function untilEnded(node: string, args: readonly string[], cwd: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const child = spawn(node, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
  // A terminal tells the whole group; a supervisor tells only us, and the servers must not stay.
  const stop = () => child.kill('SIGTERM')
  process.on('SIGTERM', stop)
  child.on('error', reject)
  child.on('close', (code) => {
    process.off('SIGTERM', stop)
    resolve(code ?? 1)
  })
  return promise
}

async function readReport(file: string): Promise<Report | undefined> {
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined
}
