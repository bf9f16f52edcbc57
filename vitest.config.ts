import { defineConfig } from 'vitest/config'
import { LongestFirst } from './infra/checks/src/tests/longest-first.ts'

const conditions = ['@tailspan/source', 'module', 'node', 'development|production']
// `__vitest__` is where vitest runs the global setup.
const environments = { __vitest__: { resolve: { conditions } } }
const here = { resolve: { conditions }, ssr: { resolve: { conditions } }, environments }
/** A condition is waited for as long as a busy machine may need; one that holds costs nothing more. */
const patient = { expect: { poll: { timeout: 30_000 } } }
const outside = ['**/node_modules/**', '**/dist/**', '**/.tailspan/**']
/** Tests in copies of this checkout. */
const copies = 'infra/template/test/copies/**'
/** Whole suites in such copies, on request. */
const permutations = 'infra/template/test/permutations/**'

/** What asks Kafka past the client, or runs a program with one of its own. */
const withoutClient = ['**/{kafka-errors,readme}.integration.test.ts']

/** Real Kafka, PostgreSQL and mail: started once, shared by both projects. */
const withServers = {
  globalSetup: 'infra/testkit/src/servers/global-setup.ts',
  testTimeout: 120_000,
  hookTimeout: 180_000,
}

/** The same for tests that start systems, which takes its time. */
const withSystems = {
  globalSetup: ['infra/experiment/src/vitest/global-setup.ts', withServers.globalSetup],
  testTimeout: 240_000,
  hookTimeout: 240_000,
}

export default defineConfig({
  ...here,
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        ...here,
        test: {
          ...patient,
          name: 'unit',
          // What hangs is seen after it; nothing else depends on how busy the machine is.
          testTimeout: 60_000,
          include: [
            '{libs,services,infra}/*/{src,test}/**/*.test.ts',
            'infra/checks/**/*.test.ts',
            'proof/*/src/**/*.test.ts',
          ],
          exclude: [...outside, '**/*.{integration,browser}.test.ts', copies, permutations],
        },
      },
      {
        ...here,
        test: {
          ...withServers,
          ...patient,
          name: 'integration',
          include: ['{libs,services,infra}/*/{src,test}/**/*.integration.test.ts'],
          exclude: outside,
        },
      },
      {
        ...here,
        test: {
          ...withServers,
          ...patient,
          // The client in the place of the default one, under all that is above it.
          name: 'integration-platformatic',
          provide: { kafkaClient: 'platformatic' },
          include: ['libs/kafka/test/*.integration.test.ts'],
          exclude: [...outside, ...withoutClient],
        },
      },
      {
        ...here,
        test: {
          ...withServers,
          ...patient,
          // The same client, with groups whose partitions the broker gives out.
          name: 'integration-broker-assigned',
          provide: { kafkaClient: 'platformatic', kafkaGroupProtocol: 'consumer' },
          include: [
            'libs/kafka/test/{absence,consumer,keys,leaderless,membership}.integration.test.ts',
          ],
          exclude: outside,
        },
      },
      {
        ...here,
        test: {
          ...withSystems,
          ...patient,
          name: 'e2e',
          include: [
            'e2e/**/*.test.ts',
            'infra/starter-e2e/**/*.test.ts',
            'proof/*/test/**/*.test.ts',
          ],
          exclude: [...outside, 'e2e/containers/**'],
        },
      },
      {
        ...here,
        test: {
          ...withSystems,
          ...patient,
          // What must be survived, with the services on the other client.
          name: 'e2e-platformatic',
          env: { KAFKA_CLIENT: 'platformatic' },
          include: ['e2e/tests/{durable,stop,lost-client}.test.ts'],
          exclude: outside,
        },
      },
      {
        ...here,
        test: {
          ...patient,
          name: 'browser',
          include: ['infra/console/test/**/*.browser.test.ts'],
          exclude: outside,
          globalSetup: 'infra/console/test/browser/global-setup.ts',
          // All of them press the buttons of one system.
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 180_000,
        },
      },
      {
        ...here,
        test: {
          ...patient,
          name: 'containers',
          include: ['e2e/containers/**/*.test.ts'],
          exclude: outside,
          globalSetup: 'e2e/containers/global-setup.ts',
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        ...here,
        test: {
          ...patient,
          name: 'template',
          include: [`${copies}/*.test.ts`],
          exclude: outside,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        ...here,
        test: {
          ...patient,
          name: 'permutations',
          include: [`${permutations}/*.test.ts`],
          exclude: outside,
          testTimeout: 5_400_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
