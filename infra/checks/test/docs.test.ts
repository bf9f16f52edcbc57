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
    ...['ci', `licence ${license}`, `Node ${leastNode} or newer`],
  ])
  expect(text).toContain(`licence-${license.replaceAll('-', '--')}-`)
  expect(text).toContain(`node-%E2%89%A5${leastNode}-`)
  expect(await read(badges[0]?.[2] ?? '')).toMatch(/^name: ci$/m)
})

/** Without tests. */
async function countLines(folder: string): Promise<number> {
  const paths = await readdir(join(checkout, folder), { recursive: true })
  const sources = paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  const texts = await Promise.all(sources.map((path) => read(`${folder}/${path}`)))
  return texts.reduce((sum, text) => sum + text.split('\n').length - 1, 0)
}

function read(path: string): Promise<string> {
  return readFile(join(checkout, path), 'utf8')
}
