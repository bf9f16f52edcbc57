import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '../checkout.ts'
import { runCommand, saidLines } from '../run-command.ts'
import { isSource } from '../tree/file-kinds.ts'
import { listFiles } from '../tree/list-files.ts'
import { readPackages } from '../tree/packages.ts'
import type { Check, Outcome } from './check.ts'

// The tools come from this checkout, also when a test hands us a copy that has none.
const bin = join(checkout, 'node_modules/.bin/')

export const format: Check = {
  name: 'format',
  why: 'One layout, decided by biome.json and nobody else: `npm run format` writes it.',
  run: (root) => runBiome(root, ['format', '.']),
}

export const lint: Check = {
  name: 'lint',
  why: 'Each rule of biome.json stands for one of docs/style.md; `npm run format` mends what can be mended.',
  run: (root) => runBiome(root, ['check', '--formatter-enabled=false', '.']),
}

// What runs in a browser knows the DOM and not Node: it has settings of its own, and its imports belong to both.
const browserSettings = '/src/browser/tsconfig.json'

export const types: Check = {
  name: 'types',
  why: 'The whole tree compiles as strictly as tsconfig.json says, tests included.',
  async run(root) {
    const inBrowsers = (await listFiles(root)).filter((path) => path.endsWith(browserSettings))
    const outcomes = await Promise.all(
      ['.', ...inBrowsers].map((settings) => runTsc(root, ['-p', settings])),
    )
    return {
      findings: outcomes.flatMap(({ findings }) => findings),
      seen: outcomes[0]?.seen ?? 'nothing',
    }
  },
}

/** Library and service folders also compile to dist: what images run and what `npm pack` ships. */
export const build: Check = {
  name: 'build',
  why: 'Images and packages run the built output: `npm run build` must make it from nothing but the references.',
  async run(root) {
    const folders = (await readPackages(root))
      .map(({ folder }) => folder)
      .filter((folder) => existsSync(join(root, folder, 'tsconfig.json')))
    return runTsc(root, ['-b', ...folders])
  },
}

async function runBiome(root: string, args: readonly string[]): Promise<Outcome> {
  const settings = ['--colors=off', '--max-diagnostics=200', '--error-on-warnings']
  const asked = { file: `${bin}biome`, args: [...args, ...settings], cwd: root }
  const { exitCode, output } = await runCommand(asked)
  const seen = Number(/Checked (\d+) files?/.exec(output)?.[1] ?? 0)
  const sources = (await listFiles(root)).filter(isSource).length
  const blind = `biome.json: Biome looked at ${seen} files, but there are ${sources} source files.`
  return {
    findings: [
      ...(exitCode === 0 ? [] : saidLines(output)),
      // It always looks at biome.json, so it has to have seen more files than there are sources.
      ...(seen > Math.max(sources, 1) ? [] : [blind]),
    ],
    seen: `${seen} files`,
  }
}

async function runTsc(root: string, args: readonly string[]): Promise<Outcome> {
  const { exitCode, output } = await runCommand({ file: `${bin}tsc`, args, cwd: root })
  const files = (await listFiles(root)).filter((path) => path.endsWith('.ts'))
  const silent = exitCode !== 0 && output.trim() === '' ? [`tsc ended with ${exitCode}`] : []
  const said = exitCode === 0 ? [] : saidLines(output)
  return { findings: [...said, ...silent], seen: `${files.length} files` }
}
