import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout } from '../src/checkout.ts'
import { allChecks } from '../src/checks/all-checks.ts'

const names = allChecks.map(({ name }) => name)

test('docs/style.md has 25 rules and names only checks that there are', async () => {
  const text = await read('docs/style.md')

  const rules = [...text.matchAll(/^(\d+)[.] /gm)].map(([, number]) => Number(number))
  const named = [...text.matchAll(/\[([a-z, ]+)(?::[^\]]*)?\](?!\()/g)].flatMap(([, list = '']) =>
    list.split(', '),
  )

  expect(rules).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
  expect(named.filter((name) => !names.includes(name))).toEqual([])
  expect(named.length).toBeGreaterThan(20)
})

test('the README of the checks explains each of them', async () => {
  const text = await read('infra/checks/README.md')

  const explained = [...text.matchAll(/^\| ([a-z, ]+) \|/gm)].flatMap(([, list = '']) =>
    list.split(', '),
  )

  expect(explained.filter((name) => name !== 'check').sort()).toEqual(names.toSorted())
})

test('every npm script that CONTRIBUTING names is there', async () => {
  const { scripts } = JSON.parse(await read('package.json'))
  const text = await read('CONTRIBUTING.md')

  const named = [...text.matchAll(/`npm (?:run )?([a-z0-9]+)/g)].map(([, name = '']) => name)

  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})

test('the README says how long the libraries are that can be read in a sitting', async () => {
  const text = await read('README.md')

  for (const name of ['scope', 'lifecycle']) {
    const [, said = ''] = new RegExp(`libs/${name}[)] (?:has )?some ([0-9,]+)`).exec(text) ?? []
    const lines = Math.round((await countLines(`libs/${name}/src`)) / 100) * 100
    expect(`${name} ${said}`).toBe(`${name} ${lines.toLocaleString('en')}`)
  }
})

test("the README's badges say what LICENSE, package.json and the workflows do", async () => {
  const text = await read('README.md')
  const { license, engines } = JSON.parse(await read('package.json'))

  const badges = [...text.matchAll(/^\[!\[([^\]]+)\]\([^)]+\)\]\(([^)]+)\)$/gm)]
  const [, leastNode] = /^>=(\d+)$/.exec(engines.node) ?? []

  expect(badges.map(([, says]) => says)).toEqual([
    'ci',
    `licence ${license}`,
    `Node ${leastNode} or newer`,
  ])
  expect(text).toContain(`licence-${license.replaceAll('-', '--')}-`)
  expect(text).toContain(`node-%E2%89%A5${leastNode}-`)
  expect(await read(badges[0]?.[2] ?? '')).toMatch(/^name: ci$/m)
})

test('docs/production.md names settings, commands, metrics, alerts and log lines that there are', async () => {
  const page = await read('docs/production.md')

  const named = namesIn(page)

  const known = await readKnownNames()
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter((name) => !known.has(name))).toEqual([])
})

test.each([
  ['`DRAIN_DELLAY` is `5s`', 'DRAIN_DELLAY'],
  ['`npm run dtl -- list`', 'npm run dtl'],
  ['[`RowsLost`](x)', 'RowsLost'],
  ['`tailspan_outbox_age`', 'tailspan_outbox_age'],
  ['`postgres.migration-late`', 'postgres.migration-late'],
])('a page with %s names what there is not', async (page, name) => {
  const known = await readKnownNames()

  expect(namesIn(page).filter((one) => !known.has(one))).toEqual([name])
})

/** Settings, commands, alerts, metrics and log lines of a page. */
function namesIn(page: string): string[] {
  const kinds =
    /`(?<setting>[A-Z]+_[A-Z_]+|DRAIN|PUBLISH)\b|(?<command>npm run [a-z]+)|\[`(?<alert>[A-Z][a-zA-Z]+)`\]|\b(?<metric>[a-z]{2,}_(?:outbox|consumer|tasks|mails?|dead)_[a-z_]+)|`(?<line>postgres\.[a-z-]+)`/g
  return [...page.matchAll(kinds)].flatMap(({ groups = {} }) =>
    Object.values(groups).filter((name) => name !== undefined),
  )
}

async function readKnownNames(): Promise<ReadonlySet<string>> {
  const { scripts } = JSON.parse(await read('package.json'))
  const services = await readdir(join(checkout, 'services'))
  const own = await Promise.all(services.map((name) => read(`services/${name}/src/config.ts`)))
  const settings = [...(await readSources('libs/config/src')), ...own].join('\n')
  const logs = await readSources('libs/postgres/src')
  const all = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, name = '']) => name)
  return new Set([
    ...all(settings, /env: '(\w+)'/g),
    'OTEL_METRICS_EXPORTER',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    ...Object.keys(scripts).map((name) => `npm run ${name}`),
    ...all(await read('infra/alerts/rules.yaml'), /alert: (\w+)/g),
    ...all(await read('docs/telemetry.md'), /`([a-z]+_[a-z_]+)`/g),
    ...all(logs.join('\n'), /'(postgres\.[a-z-]+)'/g),
  ])
}

async function countLines(folder: string): Promise<number> {
  const texts = await readSources(folder)
  return texts.reduce((sum, text) => sum + text.split('\n').length - 1, 0)
}

/** The texts of a folder's sources, without tests. */
async function readSources(folder: string): Promise<string[]> {
  const paths = await readdir(join(checkout, folder), { recursive: true })
  const sources = paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  return Promise.all(sources.map((path) => read(`${folder}/${path}`)))
}

function read(path: string): Promise<string> {
  return readFile(join(checkout, path), 'utf8')
}
