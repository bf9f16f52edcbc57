import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout } from '../src/checkout.ts'

const folder = join(checkout, 'docs/adr')

test('the index of decisions has each of them once, with its title, state and date', async () => {
  const pages = (await readdir(folder)).filter((name) => /^\d{4}-.*[.]md$/.test(name)).sort()

  const rows = await Promise.all(
    pages.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8')
      const [, number, title] = /^# (\d{4}) (.+)\n/.exec(text) ?? []
      const [, state = '', date] = /^(\w+), (\d{4}-\d\d-\d\d)\b/m.exec(text) ?? []
      return `| ${number} | [${title}](${name}) | ${state.toLowerCase()} | ${date} |`
    }),
  )
  const index = await readFile(join(folder, 'README.md'), 'utf8')
  expect(index.match(/^\| \d.*$/gm)).toEqual(rows)
})
