import type { Cut } from '../cut.ts'

const readme = 'libs/kafka/README.md'
const production = 'docs/production.md'

/** What documents say of the choice. */
export const pageCuts: readonly Cut[] = [
  {
    path: readme,
    cut: '`createKafka({ client })`, in the services `KAFKA_CLIENT`, chooses the client and loads it, `kafkajs` if nothing is said: the other one is not loaded.',
    put: '`createKafka` loads the client.',
  },
  {
    path: readme,
    cut: /, what speaks Kafka's protocol on the connections of [\s\S]*? by the client's own 16 to 17, and laws/g,
    put: ', and laws',
  },
  {
    path: readme,
    cut: /, for both clients, groups included; [\s\S]*? is in \[ADR 0009\]\([^)]*\)\./g,
    put: ', groups included.',
  },
  { path: readme, cut: /^### Who gives out the partitions\n[\s\S]*?(?=^## )/gm },
  { path: production, cut: '; `KAFKA_GROUP_PROTOCOL=consumer` needs 4.0' },
  { path: production, cut: /^\| `KAFKA_(?:CLIENT|GROUP_PROTOCOL)` \|.*\n/gm },
  {
    path: 'patches/README.md',
    cut: 'there are reports and a proposal: [`@platformatic/kafka`](../docs/upstream/platformatic-kafka.md), ',
    put: 'there is a proposal: ',
  },
  { path: 'docs/adr/README.md', cut: /^\| 0009 \|.*\n/gm },
  { path: 'docs/dependencies.md', cut: 'the default Kafka client', put: 'the Kafka client' },
  // Gone with the package, unless a peer of the bench is still there.
  {
    path: 'docs/dependencies.md',
    cut: /^(\| `@platformatic\/kafka` \|).*\n/gm,
    put: '$1 a peer of `bench`: what its quickest one publishes with |\n',
  },
  { path: 'docs/use-as-template.md', cut: /^ {3}`npm run strip -- platformatic` [\s\S]*?\n\n/gm },
  { path: 'infra/bootstrap/commands.mjs', cut: /^ {2}platformatic .*\n/gm },
]
