import type { Cut } from '../cut.ts'

const help = 'infra/dead-letters/src/help.ts'
const properties = 'infra/local/src/kafka/server-properties.ts'

/** Where the settings of the choice are listed, and what a broker is set to for groups whose partitions it gives out. */
export const settingCuts: readonly Cut[] = [
  { path: 'infra/compose.yaml', cut: '  KAFKA_CLIENT:\n  KAFKA_GROUP_PROTOCOL:\n' },
  {
    path: 'infra/compose.yaml',
    cut: /^ {6}# Of groups with KAFKA_GROUP_PROTOCOL=.*\n(?: {6}KAFKA_GROUP_CONSUMER_.*\n)+/gm,
  },
  { path: 'infra/compose.three-brokers.yaml', cut: /^ {2}KAFKA_GROUP_CONSUMER_.*\n/gm },
  {
    path: 'infra/local/from-the-shell.json',
    cut: '    "KAFKA_CLIENT",\n    "KAFKA_GROUP_PROTOCOL",\n',
  },
  {
    path: properties,
    cut: /^\/\*\* With KAFKA_GROUP_PROTOCOL=.*\nconst groupsOfBroker = \{\n(?: .*\n)+\}\n\n/gm,
  },
  { path: properties, cut: '  ...groupsOfBroker,\n' },
  { path: help, cut: ' KAFKA_CLIENT, KAFKA_GROUP_PROTOCOL,' },
  { path: 'infra/dead-letters/README.md', cut: ' `KAFKA_CLIENT`, `KAFKA_GROUP_PROTOCOL`,' },
  {
    path: 'infra/dead-letters/test/failures.ts',
    cut: "      kafkaClient: 'kafkajs',\n      kafkaGroupProtocol: 'classic',\n",
  },
  { path: 'docs/run-locally.md', cut: ' `KAFKA_CLIENT`, `KAFKA_GROUP_PROTOCOL`,' },
  { path: 'libs/config/README.md', cut: /^\| `KAFKA_(?:CLIENT|GROUP_PROTOCOL)` \|.*\n/gm },
]

/** The same of the broker in the manifests. */
export const kubernetesCuts: readonly Cut[] = [
  {
    path: 'infra/kubernetes/overlays/one-machine/kafka.yaml',
    cut: /^ +- \{ name: KAFKA_GROUP_CONSUMER_.*\n/gm,
  },
]
