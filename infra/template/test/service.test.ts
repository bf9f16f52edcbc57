import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readAnswers } from '../src/answers.ts'
import { readTree } from '../src/checkout.ts'
import { renameTree } from '../src/rename.ts'
import { readServices } from '../src/service/manifest.ts'
import { findPattern, newService } from '../src/service/new-service.ts'
import type { Place } from '../src/service/place.ts'
import { itemsFor, places } from '../src/service/places.ts'
import { removeService } from '../src/service/remove-service.ts'
import { formsOf } from '../src/service/words.ts'
import { findPart, isThere, strip } from '../src/strip/strip.ts'
import { changeBetween, type Tree } from '../src/tree.ts'
import { newNames } from './new-names.ts'

const tree = await readTree(fileURLToPath(new URL('../../..', import.meta.url)))
const services = readServices(tree)
const pattern = findPattern(services)
const others = { name: 'umbrella', scope: '@umbrella' }
const names = newNames(services)
// This tree may have become yours; what is only true of the shop is tried where the shop is.
const isShop = ['order', 'inventory', 'pricing', 'notification'].every((name) =>
  services.some((one) => one.name === name),
)
const isCopiedFrom = (place: Place) => place.of === 'service' || pattern.publishes.length > 0
const expectedPlaces = places.filter(
  (place) => isCopiedFrom(place) && (isShop || !place.path.endsWith('.md')),
)

test.each(expectedPlaces)('$path has a passage for the service that is copied: $item', (place) => {
  const own = place.of === 'topic' ? pattern.publishes : [pattern.name]

  expect(own.flatMap((name) => itemsFor(place, tree.get(place.path) ?? '', name))).not.toEqual([])
})

describe.each(names)('new service %s', (name) => {
  const after = newService(tree, name)
  const { written, deleted } = changeBetween(tree, after)

  test('adds, and changes nothing of what is there', () => {
    const inline = ['README.md', 'infra/compose/schemas.sh']
    const lost = [...written].flatMap(([path, text]) => {
      const lines = new Set(text.split('\n'))
      const old = inline.includes(path) ? [] : (tree.get(path)?.split('\n') ?? [])
      return old.filter((line) => !lines.has(line))
    })

    expect(lost).toEqual([])
    expect([...deleted]).toEqual([])
  })

  test('nothing in the copy has the name of the pattern or of its topic, but the sentence that says so', () => {
    const words = [pattern.name, ...pattern.publishes].join('|')
    const old = new RegExp(`(?<![a-z])(${words})(?![a-z])`, 'i')
    const copies = [...written].filter(([path]) => !tree.has(path))

    const left = copies.flatMap(([path, text]) =>
      `${path}\n${text}`
        .split('\n')
        .filter((line) => old.test(line) && !line.includes('to be made yours'))
        .map((line) => `${path}: ${line}`),
    )

    expect(copies.length).toBeGreaterThan(10)
    expect(left).toEqual([])
  })

  test('has ports, a group, a topic and a schema that no other has', () => {
    const own = readServices(after).find((one) => one.name === name)
    const ports = services.flatMap(({ port, debugPort }) => [port, debugPort])

    expect(own).toMatchObject({ consumes: pattern.consumes, asks: [] })
    expect(own?.publishes).toEqual(pattern.publishes.map(() => name))
    expect(ports).not.toContain(own?.port)
    expect(ports).not.toContain(own?.debugPort)
    expect(after.get('infra/compose/schemas.sh')).toMatch(new RegExp(`for service in .* ${name};`))
  })

  test('removed again leaves the tree as it was', () => {
    expect(sorted(removeService(after, name))).toEqual(sorted(tree))
  })

  test('comes out the same before and after a rename and a strip', () => {
    const ours = readAnswers(tree)

    expect(sorted(newService(renameTree(tree, ours, others), name))).toEqual(
      sorted(renameTree(after, ours, others)),
    )
    for (const part of ['proof', 'mistakes', 'kubernetes', 'platformatic'].filter((one) =>
      isThere(tree, findPart(one)),
    )) {
      const left = strip(tree, part)
      const made = newService(left, name)

      expect(sorted(made)).toEqual(sorted(strip(after, part)))
      expect(sorted(removeService(made, name))).toEqual(sorted(left))
    }
  })
})

test.runIf(isShop)(
  'a hyphen becomes a capital in code, an underscore in SQL and in settings',
  () => {
    const [, hyphened] = names
    const after = newService(tree, hyphened)
    const own = (path: string) => after.get(`services/${hyphened}/${path}`) ?? ''
    const { camel, pascal, snake, upper } = formsOf(hyphened)

    expect(own('src/config.ts')).toContain(`read${pascal}Config`)
    expect(own('src/wire.ts')).toContain(`topics.${camel}`)
    expect(own('src/wire.ts')).toContain(`groupId: '${hyphened}'`)
    expect(own('src/postgres/tables.ts')).toContain(`${snake}: {`)
    expect(own(`migrations/0001-${hyphened}.sql`)).toContain(`create table ${snake} (`)
    expect(after.get('infra/manifest/src/services.ts')).toContain(`'${hyphened}': {`)
    expect(after.get('infra/compose.yaml')).toMatch(new RegExp(`TAILSPAN_PORT_${upper}:-\\d+}`))
  },
)

test.runIf(isThere(tree, findPart('demo')))(
  'after strip demo the small service that consumes is copied, and removed again without a trace',
  () => {
    const left = strip(tree, 'demo')
    const [name] = names

    const after = newService(left, name)

    expect(readServices(after).map((one) => one.name)).toEqual(['intake', 'worker', name])
    expect(after.get(`services/${name}/src/wire.ts`)).toContain(`const service = '${name}'`)
    expect(sorted(removeService(after, name))).toEqual(sorted(left))
  },
)

test('two new services one after the other do not meet', () => {
  const both = readServices(newService(newService(tree, names[0]), names[1]))
  const ports = both.flatMap(({ port, debugPort }) => [port, debugPort])

  expect(new Set(ports).size).toBe(ports.length)
  expect(both.map(({ name }) => name)).toEqual([...services.map(({ name }) => name), ...names])
})

const network = 'infra/kubernetes/base/network.yaml'
const besideManifests: [string, RegExp][] = tree.has(network)
  ? [['network', /infra\/kubernetes\/base\/network.yaml is there already/]]
  : []

test.each<[string, RegExp]>([
  ['Billing', /small letters and digits/],
  ['billing_two', /small letters and digits/],
  ['-billing', /small letters and digits/],
  ['billing--two', /small letters and digits/],
  ['2nd', /small letters and digits/],
  ['../billing', /small letters and digits/],
  ['a'.repeat(31), /more than 30/],
  ['billing-debug', /debug listener/],
  ['pg-stats', /PostgreSQL keeps/],
  ['user', /means something/],
  ['class', /means something/],
  ['smtp', /means something/],
  [services[0]?.name ?? '', /^"[a-z-]+" cannot be .* services\/[a-z-]+ has it/],
  ['select', /means something/],
  ['http', /libs\/http has it/],
  ['manifest', /infra\/manifest has it/],
  [services[0]?.publishes[0] ?? '', /topics.ts has it/],
  [`${readAnswers(tree).name}-audit`, /the project is called/],
  ['server', /uses the word for something else/],
  ...besideManifests,
])('a service cannot be called %s', (name, reason) => {
  expect(() => newService(tree, name)).toThrow(reason)
})

test('names that are not in the way are accepted', () => {
  const usual = [
    'shipping',
    'audit',
    'search',
    'fraud',
    'loyalty',
    'price-watch',
    'stock-audit',
    'v2',
  ]
  const free = usual.filter((name) => !services.some((one) => one.name === name))

  for (const name of free)
    expect(sorted(removeService(newService(tree, name), name))).toEqual(sorted(tree))
})

test.runIf(isShop).each([
  ['pricing', 'it is asked over HTTP by order'],
  ['order', /its topic orders is consumed by inventory, notification/],
  ['notification', /files outside it name it:\n(.*\n)*.*e2e\/tests\//],
  ['nothing', 'There is no service "nothing"'],
])('%s cannot be removed, and the refusal says why', (name, reason) => {
  expect(() => removeService(tree, name)).toThrow(reason)
})

test.runIf(isShop)(
  'an original service that nobody needs is removed with all that is there for it',
  () => {
    const running = /^(e2e|proof|infra\/(console|experiment|local|dead-letters))\//
    const links = /\]\([^)]*services\/notification\/[^)]*\)/g
    const free = new Map(
      [...tree]
        .filter(([path]) => !running.test(path))
        .map(([path, text]) => [path, text.replaceAll(links, ']')]),
    )

    const after = removeService(free, 'notification')

    expect(readServices(after).map(({ name }) => name)).toEqual(
      services.map(({ name }) => name).filter((name) => name !== 'notification'),
    )
    expect([...after.keys()].filter((path) => path.includes('notification'))).toEqual([])
    expect(after.get('infra/compose.three-brokers.yaml')).not.toContain('notification')
    expect(after.get('infra/compose/schemas.sh')).not.toContain('notification')
    const manifests = [...after].filter(([path]) => path.startsWith('infra/kubernetes/'))
    const naming = manifests.filter(
      ([path, text]) => /\.yaml$/.test(path) && /\bnotification\b/.test(text),
    )
    expect(naming.map(([path]) => path)).toEqual([])
  },
)

function sorted(files: Tree) {
  return [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))
}
