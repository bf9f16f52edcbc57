import { Refusal } from '../refusal.ts'
import type { Tree } from '../tree.ts'
import { manifestsOf } from './kubernetes-places.ts'
import { manifestFile, readServices, type Service } from './manifest.ts'
import type { Place } from './place.ts'
import { itemsFor, places } from './places.ts'
import { refuseName } from './service-name.ts'
import { formsOf, rewrite, type Words } from './words.ts'

/** What is made of what. */
type Copying = {
  readonly words: Words
  readonly services: readonly Service[]
  readonly pattern: Service
}

/** The tree with one service more, a copy of one that is there. */
export function newService(tree: Tree, name: string): Tree {
  const services = readServices(tree)
  const pattern = findPattern(services)
  const copied = filesOf(tree, pattern.name, pattern.publishes)
  const words = { service: pattern.name, topics: pattern.publishes, to: formsOf(name) }
  refuseName(tree, copied, words)
  const copying = { words, services, pattern }
  const after = new Map(tree)
  for (const [path, text] of copied)
    after.set(rewrite('', path, words), copyFile(path, text, copying))
  for (const place of places) {
    const text = after.get(place.path)
    if (text !== undefined) after.set(place.path, addItems(place, text, copying))
  }
  return after
}

/** The first service of the table that consumes, asks nobody and publishes one topic; else one that publishes none. */
export function findPattern(services: readonly Service[]): Service {
  const consuming = services.filter(
    ({ consumes, asks }) => consumes.length > 0 && asks.length === 0,
  )
  const found =
    consuming.find(({ publishes }) => publishes.length === 1) ??
    consuming.find(({ publishes }) => publishes.length === 0)
  if (found) return found
  throw new Refusal('There is no service to copy: one that consumes a topic and asks nobody.')
}

/** The files that are about a service and its topics alone, contracts included. */
export function filesOf(tree: Tree, service: string, topics: readonly string[]): Tree {
  const contracts = topics.flatMap((topic) => [`events/${topic}.ts`, `requests/${topic}-levels.ts`])
  const own = [
    `services/${service}/`,
    ...contracts.map((path) => `libs/contracts/src/${path}`),
    ...manifestsOf(service),
  ]
  return new Map([...tree].filter(([path]) => own.some((start) => path.startsWith(start))))
}

function copyFile(path: string, text: string, copying: Copying): string {
  const copied = withPorts(rewrite(path, text, copying.words), copying)
  const sentence = sentenceOf(copying)
  if (path.endsWith('/README.md')) return copied.replace(/^.*/, sentence)
  return path.endsWith('/package.json')
    ? copied.replace(/("description": )".*"/, `$1${JSON.stringify(sentence)}`)
    : copied
}

function sentenceOf({ pattern, words }: Copying): string {
  const published = pattern.publishes.length > 0 ? `, publishes ${words.to.kebab}` : ''
  return `Consumes ${pattern.consumes.join(', ')}${published}: a copy of ${pattern.name}, to be made yours.`
}

/** Copies the pattern's items behind the last one that stands for a service, or for a topic. */
function addItems(place: Place, text: string, copying: Copying): string {
  const { services, pattern, words } = copying
  const own = namesIn(place, [pattern])
  const all = namesIn(place, services)
  const items = own.flatMap((name) => itemsFor(place, text, name))
  // A document may have become yours; what a check compares must be there.
  if (items.length === 0 && (own.length === 0 || place.path.endsWith('.md'))) return text
  if (items.length === 0)
    throw new Refusal(
      `${place.path} has nothing about ${own.join()}. Mend infra/template/src/service/places.ts.`,
    )
  const end = Math.max(...all.flatMap((name) => itemsFor(place, text, name)).map((one) => one.end))
  const added = items.map(({ item }) => withPorts(rewriteItem(place, item, words), copying))
  return [text.slice(0, end), ...added, text.slice(end)].join('')
}

/** What of these services stands in a place. */
function namesIn({ of }: Place, services: readonly Service[]): readonly string[] {
  if (of === 'topic') return services.flatMap(({ publishes }) => publishes)
  const standing = services.filter(({ publishes }) => of === 'service' || publishes.length > 0)
  return standing.map(({ name }) => name)
}

function rewriteItem({ path, of }: Place, item: string, words: Words): string {
  if (of === 'topic') return rewrite(path, item, words)
  // The names of services are strings wherever they stand, also as keys.
  const written = rewrite('', item, words)
  return path === manifestFile
    ? written.replace(/^( {2})([a-z0-9]+-[a-z0-9-]+)(: \{)/, "$1'$2'$3")
    : written
}

function withPorts(text: string, { services, pattern }: Copying): string {
  const next = (field: 'port' | 'debugPort') => Math.max(...services.map((one) => one[field])) + 1
  const moved = replacePort(text, pattern.port, next('port'))
  return replacePort(moved, pattern.debugPort, next('debugPort'))
}

function replacePort(text: string, from: number, to: number): string {
  const grouped = (port: number) => String(port).replace(/(?=\d{3}$)/, '_')
  return text
    .replaceAll(new RegExp(`\\b${from}\\b`, 'g'), String(to))
    .replaceAll(grouped(from), grouped(to))
}
