import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { checkout } from '../../src/checkout.ts'
import { runCommand } from '../../src/run-command.ts'
import { otherNode } from '../../src/tests/other-node.ts'
import { readExamples, readFiles } from './read-examples.ts'
import { openStranger, pack, readPublished, type Stranger } from './stranger.ts'

// A compiler, a packer and an installer, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

const libraries = await readPublished()
const nodes = [
  { node: '22', program: otherNode('node22') },
  { node: '24', program: process.execPath },
]
const readmes = await Promise.all(
  libraries.map(async (library) => ({
    library,
    text: await readFile(join(checkout, 'libs', library, 'README.md'), 'utf8'),
  })),
)
const examples = readmes.flatMap(({ library, text }) => readExamples(library, text))
const traceTesting = readmes.find(({ library }) => library === 'trace-testing')?.text ?? ''
const filesOfTests = readFiles(traceTesting)
const tsc = join(checkout, 'node_modules/typescript/bin/tsc')

let stranger: Stranger
let tester: Stranger

/** One project with all that is published, and one that tests its traces and therefore has vitest. */
beforeAll(async () => {
  await using undo = new AsyncDisposableStack()
  const packed = await realpath(await mkdtemp(join(tmpdir(), 'tailspan-packed-')))
  undo.defer(() => rm(packed, { recursive: true, force: true }))
  const folders = libraries.map((name) => join(checkout, 'libs', name))
  await expectSilence(process.execPath, [tsc, '-b', ...folders])
  // The API is packed too, so that installing asks no registry.
  const api = await realpath(join(checkout, 'libs/scope/node_modules/@opentelemetry/api'))
  const tarballs = Object.fromEntries(
    await Promise.all([...folders, api].map((from) => pack(from, packed))),
  )
  stranger = await openStranger(tarballs)
  tester = await openStranger(tarballs)
  for (const { file, code } of examples) await stranger.write(file, code)
  await compile(
    stranger,
    examples.map(({ file }) => file),
  )
  await writeFiles('fixed', filesOfTests)
  const mistake = filesOfTests['place-order-broken.ts'] ?? ''
  await writeFiles('broken', { ...filesOfTests, 'place-order.ts': mistake })
  const neighbours = [
    'vitest',
    '@opentelemetry/sdk-trace',
    '@opentelemetry/exporter-trace-otlp-http',
  ]
  for (const name of neighbours) await tester.link('trace-testing', name)
})
afterAll(() => Promise.all([stranger, tester].map((one) => one[Symbol.asyncDispose]())))

const onEachNode = <T extends object>(rows: readonly T[]) =>
  nodes.flatMap((node) => rows.map((row) => ({ ...row, ...node })))

test.each(onEachNode(libraries.map((library) => ({ library }))))(
  '$library is a module on Node $node and brings nothing but itself',
  async ({ library, node, program }) => {
    const name = await nameOf(library)
    const script = `
      const front = await import(process.argv.at(-1))
      console.log(process.versions.node.split('.')[0], Object.keys(front).length > 0)`

    const { output } = await stranger.run(program, '--input-type=module', '--eval', script, name)
    const installed = await readdir(join(stranger.folder, 'node_modules', name))

    expect(output).toBe(`${node} true\n`)
    expect(installed.toSorted()).toEqual(['README.md', 'dist', 'package.json'])
  },
)

test('what is installed is what is published and the API of OpenTelemetry', async () => {
  const packages = await readdir(join(stranger.folder, 'node_modules'))
  const scope = (await nameOf('scope')).split('/')[0]
  const ours = await readdir(join(stranger.folder, 'node_modules', `${scope}`))

  expect(packages.filter((name) => !name.startsWith('.'))).toEqual(['@opentelemetry', scope])
  expect(ours.toSorted()).toEqual(libraries.toSorted())
})

test.each(onEachNode(examples))(
  'README of $library, "$title", on Node $node: prints what it says',
  async ({ file, output, program }) => {
    const seen = await stranger.run(program, `built/${file.replace(/ts$/, 'js')}`)

    expect(seen).toEqual({ exitCode: 0, output })
  },
)

test.each(nodes)(
  'README of trace-testing on Node $node: its test tells the mistake from the fix',
  async ({ program }) => {
    const vitest = join(tester.folder, 'node_modules/vitest/vitest.mjs')

    const { output } = await tester.run(program, vitest, 'run', '--no-color')

    const promised = /the same test says `(?<message>[^`]+)`/.exec(traceTesting)?.[1]
    expect(output).toMatch(/Tests +1 failed \| 3 passed/)
    expect(output).toMatch(/FAIL +broken\/place-order[.]test[.]ts/)
    expect(output).toContain(promised)
  },
)

test.each(nodes)('trace-testing works without vitest on Node $node', async ({ program }) => {
  const name = await nameOf('trace-testing')
  const script = `
    const { buildTree, renderTrace, startReceiver } = await import(process.argv.at(-1))
    const receiver = await startReceiver()
    const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'hello', kind: 2 }
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })
    const headers = { 'content-type': 'application/json' }
    await fetch(receiver.url + '/v1/traces', { method: 'POST', headers, body })
    console.log(renderTrace(buildTree(receiver.store.spans())))
    await receiver.close()`
  await stranger.write('without-vitest.js', script)

  const { output } = await stranger.run(program, 'without-vitest.js', name)

  expect(output).toMatch(/^trace a{32} · 1 span · 1 service/m)
})

test.each([
  { who: 'scope and lifecycle', at: () => stranger, files: examples.map(({ file }) => file) },
  {
    who: 'trace-testing',
    at: () => tester,
    files: Object.keys(filesOfTests).map((file) => `fixed/${file}`),
  },
])('the examples of $who compile against the packed types', async ({ at, files }) => {
  expect(files).not.toEqual([])
  expect(await compile(at(), files)).toEqual({ exitCode: 0, output: '' })
})

/** As a project of today would: also for Node 22, which does not know `using`. */
async function compile(project: Stranger, files: readonly string[]) {
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable'],
    strict: true,
    rewriteRelativeImportExtensions: true,
    outDir: 'built',
    rootDir: '.',
    types: ['node'],
    typeRoots: [join(checkout, 'node_modules/@types')],
  }
  await project.write('tsconfig.json', JSON.stringify({ compilerOptions, files }))
  return project.run(process.execPath, tsc, '-p', project.folder)
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>) {
  await mkdir(join(tester.folder, folder))
  for (const [file, code] of Object.entries(files)) await tester.write(join(folder, file), code)
}

async function nameOf(library: string): Promise<string> {
  const manifest = await readFile(join(checkout, 'libs', library, 'package.json'), 'utf8')
  return JSON.parse(manifest).name
}

async function expectSilence(file: string, args: readonly string[]): Promise<void> {
  expect(await runCommand({ file, args, cwd: checkout })).toEqual({ exitCode: 0, output: '' })
}
