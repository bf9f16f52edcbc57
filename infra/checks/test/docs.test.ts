import { readFile } from 'node:fs/promises'
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

function read(path: string): Promise<string> {
  return readFile(join(checkout, path), 'utf8')
}
