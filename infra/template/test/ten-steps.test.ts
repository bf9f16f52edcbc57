import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readTree } from '../src/checkout.ts'
import { readServices } from '../src/service/manifest.ts'
import { newService } from '../src/service/new-service.ts'
import { findPart, isThere, parts, strip } from '../src/strip/strip.ts'
import type { Tree } from '../src/tree.ts'
import { newNames } from './new-names.ts'

const page = 'docs/use-as-template.md'
const tree = await readTree(fileURLToPath(new URL('../../..', import.meta.url)))
// A tree of your own may have a service of the page's name already.
const [example] = newNames(readServices(tree))
// Where a part is gone the steps are being taken, and the page is yours.
const isTemplate = Object.values(parts).every((part) => isThere(tree, part))
const strips = [
  '',
  'proof',
  'mistakes',
  'kubernetes',
  'platformatic',
  'proof mistakes',
  'demo',
  'demo kubernetes',
  'demo kubernetes platformatic',
]

describe.runIf(isTemplate).each(strips)('the ten steps after strip "%s"', (typed) => {
  test('name files and folders that are there once the service is made', () => {
    const { text, made } = stepsAfter(typed)
    const named = pathsIn(text)
    const known = new Set([...made.keys()].flatMap(withFolders))
    const isKnown = (path: string) =>
      known.has(path) || known.has(`services/${example}/${path}`) || isNameOfFile(path, known)

    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((path) => !isKnown(path))).toEqual([])
  })

  test('name commands that are there, and parts that are not stripped yet', () => {
    const { text, left } = stepsAfter(typed)
    const { scripts } = JSON.parse(left.get('package.json') ?? '{}')
    const commands = firstWords(text, /npm (?:run )?([a-z]+)/g)
    const stripped = firstWords(text, /npm run strip -- ([a-z ]+)/g).flatMap((all) =>
      all.trim().split(/ +/),
    )

    expect(commands.length).toBeGreaterThan(5)
    expect(commands.filter((command) => !(command in scripts))).toEqual([])
    expect(stripped.filter((name) => !isThere(left, findPart(name)))).toEqual([])
  })

  test('run tests of the new service that there are', () => {
    const { text, made } = stepsAfter(typed)
    const paths = [...made.keys()].filter((path) => path.endsWith('.test.ts'))

    const runs = [...text.matchAll(/--project (unit|integration) (\S+)/g)]
    const empty = runs.filter(([, kind, folder = '']) => {
      const own = paths.filter((path) => path.startsWith(`${folder}/`))
      return !own.some((path) => path.includes('.integration.') === (kind === 'integration'))
    })

    expect(runs.length).toBeGreaterThan(0)
    expect(empty.map(([run]) => run)).toEqual([])
  })

  test('name spans that the new service makes', () => {
    const { text, made } = stepsAfter(typed)
    const own = readServices(made).find(({ name }) => name === example)
    const spans = firstWords(text, /`((?:process|create|send) [a-z-]+)`/g)

    const makes = [
      ...(own?.consumes ?? []).map((topic) => `process ${topic}`),
      ...(own?.publishes ?? []).flatMap((topic) => [`create ${topic}`, `send ${topic}`]),
    ]
    expect(spans).toEqual(makes)
  })
})

test.runIf(isTemplate)('a tag publishes only where the variable of the page is set', () => {
  const [, variable = ''] = /variable\s+`([A-Z_]+)` to `true`/.exec(tree.get(page) ?? '') ?? []
  const jobs = (tree.get('.github/workflows/release.yml') ?? '').split(/^jobs:\n/m)[1] ?? ''

  expect(variable).not.toBe('')
  for (const job of jobs.split(/^(?= {2}[a-z]+:\n)/m))
    expect(job).toContain(`\n    if: vars.${variable} == 'true'\n`)
  expect(tree.get('CONTRIBUTING.md')).toContain(`\`${variable}\``)
})

/** The page in the stripped tree, and that tree with the service that step 4 makes. */
function stepsAfter(typed: string) {
  const left = typed.split(' ').filter(Boolean).reduce<Tree>(strip, tree)
  const text = (left.get(page) ?? '').replaceAll('billing', example)
  return { text, left, made: newService(left, example) }
}

/** Targets of links, what stands in backticks and looks like a path, and what commands are given. */
function pathsIn(text: string): string[] {
  const links = firstWords(text, /\]\(([^)#]+)[^)]*\)/g).map((target) =>
    posix.join(posix.dirname(page), target),
  )
  const quoted = firstWords(text, /`([\w.@-]+(?:\/[\w.@-]+)+|[\w-]+\.(?:ts|sql|sh|md|json))`/g)
  const folders = new Set([...tree.keys()].map((path) => path.split('/')[0]))
  const given = firstWords(text, /(?<=[ =])([\w.-]+(?:\/[\w.-]+)+)(?![\w:/])/g)
  return [...links, ...quoted, ...given.filter((path) => folders.has(path.split('/')[0]))]
}

function firstWords(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, word = '']) => word)
}

function isNameOfFile(name: string, known: ReadonlySet<string>): boolean {
  return !name.includes('/') && [...known].some((path) => path.endsWith(`/${name}`))
}

function withFolders(path: string): string[] {
  const folders = path.split('/')
  return folders.map((_, i) => folders.slice(0, i + 1).join('/'))
}
