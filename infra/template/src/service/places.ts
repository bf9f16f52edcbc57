import { kubernetesPlaces } from './kubernetes-places.ts'
import { entries, manifestFile } from './manifest.ts'
import { key, type Place, publisher, service, topic } from './place.ts'

const contracts = 'libs/contracts/src'

/** All of them; a test looks each up in the tree, so that none grows stale. */
export const places: readonly Place[] = [
  service(manifestFile, entries),
  service('infra/compose.yaml', new RegExp(`^ {2}${key}:\\n(?: {4}.*\\n)+\\n?`, 'gm')),
  service(
    'infra/compose.three-brokers.yaml',
    new RegExp(`^ {2}${key}(?:-2)?:\\n(?: {4}.*\\n)+\\n?`, 'gm'),
  ),
  service(
    'infra/compose.observe.yaml',
    new RegExp(`^ {2}${key}:\\n {4}environment: \\*metrics\\n\\n?`, 'gm'),
  ),
  publisher(
    'infra/compose.debezium.yaml',
    new RegExp(`^ {2}${key}:\\n {4}environment:\\n {6}EVENTS: .*\\n\\n?`, 'gm'),
  ),
  publisher(
    'infra/compose.debezium.yaml',
    new RegExp(`^ {6}${key}: \\{ condition: service_healthy \\}\\n`, 'gm'),
  ),
  service(
    'infra/compose/schemas.sh',
    new RegExp(`(?<=^for service in(?: [a-z0-9-]+)*) ${key}(?=[ ;])`, 'gm'),
  ),
  ...kubernetesPlaces,
  service(
    'docs/run-locally.md',
    new RegExp(`^\\| ${key}(?:: [^|]*)? \\| \\d+, \\d+ \\|.*\\n`, 'gm'),
  ),
  service('docs/run-locally.md', new RegExp(`^\\| ${key} \\| \`.*\\n`, 'gm')),
  service('README.md', new RegExp(`, \\[\`${key}\`\\]\\(services/[^)]*\\)`, 'g')),
  topic(
    `${contracts}/index.ts`,
    new RegExp(
      `^export \\{[^}]*\\} from '\\./(?:events|requests)/${key}(?:-levels)?\\.ts'\\n`,
      'gm',
    ),
  ),
  topic(
    `${contracts}/events/events.ts`,
    new RegExp(`^import \\{[^}]*\\} from '\\./${key}\\.ts'\\n`, 'gm'),
  ),
  topic(`${contracts}/events/events.ts`, /^ {2}\.\.\.(?<key>[a-zA-Z0-9]+)Events,\n/gm),
  topic(`${contracts}/events/topics.ts`, /^ {2}(?<key>[a-zA-Z0-9]+): \{\n(?: {4}.*\n)+ {2}\},\n/gm),
  topic(
    `${contracts}/events/events.test.ts`,
    new RegExp(`^ {2}'${key}\\.[a-z-]+':(?: .*\\n| \\{\\n(?: {4}.*\\n)+ {2}\\},\\n)`, 'gm'),
  ),
]

/** The items of a place that are for this service or topic, in the order in which they stand. */
export function itemsFor(place: Place, text: string, name: string): readonly Item[] {
  return [...text.matchAll(place.item)]
    .filter(({ groups }) => toKebab(groups?.key ?? '') === name)
    .map(({ 0: item, index }) => ({ item, end: index + item.length }))
}

export type Item = { readonly item: string; readonly end: number }

function toKebab(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
