import { entries, manifestFile } from './manifest.ts'

/** A list outside `services/` with something in it for each service, each that publishes, or each topic. */
export type Place = {
  readonly path: string
  readonly of: 'service' | 'publisher' | 'topic'
  /** One item of the list; the group `key` says whose it is. */
  readonly item: RegExp
}

const key = '(?<key>[a-z][a-z0-9]*(?:-[a-z0-9]+)*?)'
const contracts = 'libs/contracts/src'
const service = (path: string, item: RegExp): Place => ({ path, item, of: 'service' })
const publisher = (path: string, item: RegExp): Place => ({ path, item, of: 'publisher' })
const kubernetes = 'infra/kubernetes'
const topic = (path: string, item: RegExp): Place => ({ path, item, of: 'topic' })

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
  ...[
    ...['base', 'overlays/production/kafka', 'components/keda'].map((folder) =>
      service(
        `${kubernetes}/${folder}/kustomization.yaml`,
        new RegExp(`^ {2}- ${key}\\.yaml\\n`, 'gm'),
      ),
    ),
    service(
      `${kubernetes}/overlays/production/kustomization.yaml`,
      new RegExp(`^ {2}- path: ${key}\\.yaml\\n`, 'gm'),
    ),
    service(
      `${kubernetes}/overlays/production/kustomization.yaml`,
      new RegExp(`^ {2}- name: [a-z0-9]+/${key}\\n(?: {4}.*\\n)+`, 'gm'),
    ),
    service(
      `${kubernetes}/overlays/one-machine/kustomization.yaml`,
      new RegExp(`^ {2}- name: ${key}-(?:database|mail)\\n(?: {4}.*\\n)+`, 'gm'),
    ),
  ],
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
