import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { consuming, manifestOf, needing, peerSetting, serviceNames } from './index.ts'

const folder = fileURLToPath(new URL('../../../services', import.meta.url))
const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const runLocally = read('docs/run-locally.md')
const all = serviceNames.map((name) => ({ name, ...manifestOf(name) }))

test('every folder below services/ is in the manifest, and nothing else', () => {
  // What git has deleted may leave its packages behind.
  const folders = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/package.json`))

  expect(serviceNames.toSorted()).toEqual(folders.toSorted())
})

test('no two listeners have the same port', () => {
  const ports = all.flatMap(({ port, debugPort }) => [port, debugPort])

  expect(new Set(ports).size).toBe(ports.length)
})

test('services ask services that exist', () => {
  for (const { asks } of all) for (const peer of asks) expect(serviceNames).toContain(peer)
})

test('needs and settings are found by name', () => {
  const [storing, others] = [
    needing('postgres'),
    serviceNames.filter((name) => !needing('postgres').includes(name)),
  ]
  for (const name of storing) expect(manifestOf(name).needs).toContain('postgres')
  for (const name of others) expect(manifestOf(name).needs).not.toContain('postgres')
  for (const { name, consumes } of all)
    for (const topic of consumes) expect(consuming(topic)).toContain(name)
  expect(consuming('nothing')).toEqual([])
  expect(peerSetting('inventory')).toBe('INVENTORY_URL')
  expect(peerSetting('two-words')).toBe('TWO_WORDS_URL')
})

test.each(needing('kafka'))('%s reads and writes the topics of the manifest', (name) => {
  const wire = read(`services/${name}/src/wire.ts`)
  const listed = (what: string) =>
    [...(new RegExp(`${what}: \\[(.*?)\\]`).exec(wire)?.[1] ?? '').matchAll(/topics\.(\w+)/g)].map(
      ([, topic = '']) => topic.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    )

  const { consumes, publishes } = manifestOf(name)
  expect({ reads: listed('reads'), writes: listed('writes') }).toEqual({
    reads: consumes,
    writes: publishes,
  })
})

test.each(all)('docs/run-locally.md has the ports of $name and their settings', (one) => {
  const setting = `TAILSPAN_PORT_${one.name.toUpperCase().replaceAll('-', '_')}`

  expect(runLocally).toMatch(
    new RegExp(
      `^\\| ${one.name}\\b.* \\| ${one.port}, ${one.debugPort} \\| \`${setting}\`, \`${setting}_DEBUG\` \\|$`,
      'm',
    ),
  )
})

test.each(needing('kafka'))('docs/run-locally.md has the rights of %s', (name) => {
  const { consumes, publishes } = manifestOf(name)
  const list = (topics: readonly string[]) => topics.map((topic) => `\`${topic}\``).join(', ')
  const letters = consumes.map((topic) => `${topic}.dlt`)

  expect(runLocally).toContain(
    `| ${name} | ${list(consumes)} | ${list([...publishes, ...letters])} | \`${name}\` |`,
  )
})
