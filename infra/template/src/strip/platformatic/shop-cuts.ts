import type { Cut } from '../cut.ts'

const two = 'e2e/tests/two-of-everything.test.ts'

/** The shop's tests that run on this client, where the shop is still there. */
export const shopCuts: readonly Cut[] = [
  {
    path: 'vitest.config.ts',
    cut: /^ {6}\{\n {8}\.\.\.here,\n {8}test: \{\n {10}\.\.\.withSystems,\n {10}\.\.\.patient,\n {10}\/\/ .*\n {10}name: 'e2e-platformatic',\n(?:.*\n)*?^ {6}\},\n/gm,
  },
  { path: two, cut: "{ all: { KAFKA_CLIENT: 'kafkajs' } }" },
  { path: two, cut: /^test\('C4 one instance of each service .*\n(?: .*\n|\n)+\}\)\n\n/gm },
  {
    path: 'e2e/tests/rolling-restart.test.ts',
    cut: /^const platformatic = [\s\S]*?^const ways = \[\n(?: .*\n)+\]\n/gm,
    put: "const ways = [{ what: 'of a group whose members all stand still', from: {}, to: {} }]\n",
  },
  {
    path: 'e2e/containers/tests/one-trace.test.ts',
    cut: /^describe\('with the other Kafka client, [\s\S]*?^\}\)\n\n/gm,
  },
  {
    path: 'e2e/README.md',
    cut: /^What must be survived [\s\S]*? takes the other client\. /gm,
  },
  {
    path: 'e2e/README.md',
    cut: ' of one service, with groups whose partitions the broker gives out.',
    put: ' of one service.',
  },
]
