import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readSettings, unreadSettings } from './settings-table.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

async function readAll(folder: string, ending: string): Promise<string[]> {
  const found = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  const files = found
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => path.endsWith(ending) && !path.includes('node_modules'))
  return Promise.all(files.map((path) => readFile(path, 'utf8')))
}

const namesIn = (text: string) =>
  [...text.matchAll(/\bOTEL_[A-Z0-9_]*[A-Z0-9](?![A-Z0-9_$*])/g)].map(([name]) => name)
const unread = Object.keys(unreadSettings).map(
  (pattern) => new RegExp(`^${pattern.replace('*', '.+')}$`),
)
const isListed = (name: string) =>
  Object.hasOwn(readSettings, name) || unread.some((pattern) => pattern.test(name))

test('Q4 every setting of the table is set by a test', async () => {
  const tests = await readAll('libs/telemetry/test', '.test.ts')
  const proofs = tests.filter((text) => /\bQ[34] /.test(text)).join('\n')

  const unseen = Object.keys(readSettings).filter((name) => {
    const forSignals = name.replace(/OTLP_(?:TRACES_|METRICS_)?/, 'OTLP_[$][{]signal[}]')
    return !namesIn(proofs).includes(name) && !new RegExp(`${forSignals}\\b`).test(proofs)
  })

  expect(unseen).toEqual([])
})

test('Q4 every setting that a page or the code names is in the table', async () => {
  const folders = ['docs', 'libs', 'services', 'infra', 'e2e', 'proof']
  const pages = await Promise.all(folders.map((folder) => readAll(folder, '.md')))
  const code = await readAll('libs/telemetry/src', '.ts')
  const front = await readFile(join(root, 'README.md'), 'utf8')
  const named = new Set([front, ...pages.flat(), ...code].flatMap(namesIn))

  expect(named.size).toBeGreaterThan(20)
  expect([...named].filter((name) => !isListed(name))).toEqual([])
})

test('Q4 no setting is both read and not read', () => {
  const twice = Object.keys(readSettings).filter((name) =>
    unread.some((pattern) => pattern.test(name)),
  )

  expect(twice).toEqual([])
})
