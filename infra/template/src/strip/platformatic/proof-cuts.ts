import type { Cut } from '../cut.ts'

const bench = 'proof/bench/src'
const commands = 'proof/commands.mjs'

const options = [
  `${bench}/options.ts`,
  'proof/lab/src/options.ts',
  'proof/lab/src/kills/options.ts',
]

const optionCuts: readonly Cut[] = [
  ...options.flatMap((path) => [
    { path, cut: /^import \{ readClient \} .*\n/gm },
    { path, cut: "  client: { type: 'string' },\n" },
  ]),
  ...options.slice(1).map((path) => ({ path, cut: 'readClient(values.client)', put: '{}' })),
  { path: `${bench}/options.ts`, cut: 'readClient(values.client, chosen)', put: "'kafkajs'" },
  { path: commands, cut: /^ {2}--client C .*\n(?: {15}.*\n)*/gm },
]

const benchCuts: readonly Cut[] = [
  { path: commands, cut: ' rebalance,' },
  { path: `${bench}/entries.ts`, cut: "import { rebalance } from './rebalance/entry.ts'\n" },
  { path: `${bench}/entries.ts`, cut: '  rebalance,\n' },
  { path: `${bench}/options.test.ts`, cut: ' rebalance,' },
  {
    path: `${bench}/measure/chosen-client.ts`,
    cut: /^import \{ kafkaSettings \} .*\n/gm,
  },
  {
    path: `${bench}/measure/chosen-client.ts`,
    cut: /^(import type \{ ClientName \} .*\n)[\s\S]*/gm,
    put: `$1
/** The client of a program under measurement: there is one. */
export function toClientName(_: string): ClientName {
  return 'kafkajs'
}

/** Services need not be told which it is. */
export function toClientEnv(_: ClientName): Readonly<Record<string, string>> {
  return {}
}
`,
  },
  { path: 'proof/bench/package.json', cut: '    "SCOPE/config": "workspace:*",\n' },
  // As a peer of the bench it is no package of ours any more.
  {
    path: 'proof/bench/package.json',
    cut: /("@platformatic\/kafka": "catalog:)"/g,
    put: '$1proof"',
  },
  {
    path: 'pnpm-workspace.yaml',
    cut: /^ {2}("@platformatic\/kafka": .*\n)([\s\S]*)^( {4}autocannon: )/gm,
    put: '$2    $1$3',
  },
]

const pageCuts: readonly Cut[] = [
  { path: 'proof/bench/README.md', cut: /^\| \[`rebalance`\].*\n/gm },
  { path: 'proof/lab/README.md', cut: '[since](with-either-client.md)', put: 'since then' },
  {
    path: 'proof/performance.md',
    cut: /[,;]\s\[with either (?:Kafka )?client\]\([^)]*\)/g,
  },
]

/** What `proof/` has of the choice, where it is still there; the peer that publishes with this client stays. */
export const proofCuts: readonly Cut[] = [...optionCuts, ...benchCuts, ...pageCuts]
