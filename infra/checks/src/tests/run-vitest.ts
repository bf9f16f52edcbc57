import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkout } from '../checkout.ts'
import { ownEnv } from '../config.ts'
import { type MarkedRun, markRun } from './left-behind.ts'
import type { Report } from './report.ts'
import { Interrupted, watchSignals } from './watch-signals.ts'

// The workspace's own copy: the tests import the same one.
const vitest = join(checkout, 'node_modules/vitest/vitest.mjs')
// What Node compiled is kept with the packages: tests start hundreds of programs, each a quarter quicker.
const compiled = { NODE_COMPILE_CACHE: join(checkout, 'node_modules/.cache/compiled') }
const reporter = fileURLToPath(new URL('json-reporter.ts', import.meta.url))

export type VitestRun = {
  /** The Node that runs it. */
  readonly node: string
  readonly root: string
  readonly project: string
  /** How many test files run at the same time; by itself vitest leaves one core free. */
  readonly workers?: number
  /** Only tests below these folders. */
  readonly folders?: readonly string[]
  /** What is done with its progress: shown by default; a function takes it piece by piece. */
  readonly output?: 'inherit' | 'ignore' | ((text: string) => void)
}

export type VitestEnd = {
  readonly exitCode: number
  readonly report: Report | undefined
  /** Commands of processes that were still running; they have been ended. */
  readonly leftBehind: readonly string[]
}

/** Runs one vitest project, shows its progress as it comes and reads the report that it leaves. */
export async function runVitest(run: VitestRun): Promise<VitestEnd> {
  const { project, workers, folders = [] } = run
  const folder = await mkdtemp(join(tmpdir(), 'tailspan-report-'))
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', `--reporter=${reporter}`, `--outputFile=${file}`]
  const limit = [`--project=${project}`, ...(workers ? [`--maxWorkers=${workers}`] : [])]
  const args = [vitest, 'run', ...limit, ...reporters, ...folders]
  const marked = markRun()
  let leftBehind: readonly string[] = []
  try {
    const exitCode = await untilEnded(run, args, marked.env).finally(async () => {
      leftBehind = await marked.endLeftBehind()
    })
    return { exitCode, report: await readReport(file), leftBehind }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function untilEnded(run: VitestRun, args: readonly string[], mark: MarkedRun['env']) {
  const { node, root, output = 'inherit' } = run
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const env = { ...compiled, ...ownEnv, ...mark }
  const way = typeof output === 'function' ? 'pipe' : output
  const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', way, way] })
  if (typeof output === 'function') {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', output)
  }
  const watch = watchSignals(child)
  child.on('error', reject)
  child.on('close', (code) => {
    const signal = watch.end()
    if (signal) reject(new Interrupted(signal))
    else resolve(code ?? 1)
  })
  return promise
}

async function readReport(file: string): Promise<Report | undefined> {
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined
}
