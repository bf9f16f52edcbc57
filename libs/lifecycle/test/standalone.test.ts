import { execFile } from 'node:child_process'
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readExamples } from './read-examples.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../', import.meta.url))
const libraries = ['scope', 'lifecycle'] as const
const tsc = join(root, 'node_modules/typescript/bin/tsc')

// A compiler, a packer and an installer, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 120_000 })

const examples = await Promise.all(
  libraries.map(async (name) => {
    const readme = await readFile(join(root, 'libs', name, 'README.md'), 'utf8')
    return readExamples(name, readme)
  }),
).then((perLibrary) => perLibrary.flat())

let folder = ''

/** An empty folder somewhere else, with the packed libraries installed and nothing of this repository. */
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'tailspan-standalone-')))
  await run(process.execPath, [tsc, '-b', ...libraries.map((name) => join(root, 'libs', name))])
  const api = await realpath(join(root, 'libs/scope/node_modules/@opentelemetry/api'))
  const folders = [...libraries.map((name) => join(root, 'libs', name)), api]
  const dependencies = Object.fromEntries(await Promise.all(folders.map(pack)))
  await write('package.json', JSON.stringify({ name: 'stranger', type: 'module', dependencies }))
  await npm(folder, 'install', '--offline', '--no-audit', '--no-fund')
  await Promise.all(examples.map(({ file, code }) => write(file, code)))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test.each(examples)(
  'README of $library, "$title": prints what it says',
  async ({ file, output }) => {
    const { stdout } = await run(process.execPath, [file], { cwd: folder })

    expect(stdout).toBe(output)
  },
)

test('the examples compile against the packed types', async () => {
  const types = join(root, 'node_modules/@types')
  const settings = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2024',
      lib: ['es2024', 'esnext.disposable'],
      types: ['node'],
      typeRoots: [types],
    },
    files: examples.map(({ file }) => file),
  }
  await write('tsconfig.json', JSON.stringify(settings))

  const compiled = run(process.execPath, [tsc, '-p', folder], { cwd: folder })

  await expect(compiled).resolves.toMatchObject({ stdout: '' })
})

test('what is packed is the built code, its types, the README, and no test', async () => {
  const { stdout } = await npm(join(root, 'libs/lifecycle'), 'pack', '--dry-run', '--json')

  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }]
  const paths = files.map(({ path }) => path)
  expect(paths).toEqual(expect.arrayContaining(['README.md', 'dist/index.js', 'dist/index.d.ts']))
  expect(paths.filter((path) => path.includes('test') || path.startsWith('src'))).toEqual([])
})

// The API is packed too, so that installing asks no registry.
async function pack(from: string): Promise<[string, string]> {
  const { stdout } = await npm(
    from,
    'pack',
    '--json',
    '--ignore-scripts',
    '--pack-destination',
    folder,
  )
  const [{ name, filename }] = JSON.parse(stdout)
  return [name, `file:${join(folder, filename)}`]
}

function npm(cwd: string, ...args: string[]) {
  return run('npm', args, { cwd })
}

function write(file: string, text: string): Promise<void> {
  return writeFile(join(folder, file), text)
}
