import { BaseSequencer, type TestSpecification } from 'vitest/node'

// What is begun last is waited for alone; on a fresh clone vitest knows nothing but the size of a file.
export const longest: readonly string[] = [
  'proof/lab/test/lab.',
  'proof/soak/test/soak.',
  'proof/lab/test/random-kills.',
  'console/test/browser/exercises.',
  'e2e/tests/durable.',
  'e2e/tests/dead-letters.',
  'copies/service.',
  'containers/tests/faults-of-order.',
  'containers/tests/faults-of-others.',
  'containers/tests/stops.',
  'local/test/npm-start.',
  'local/src/kafka/kafka.integration.',
  'kafka/test/membership.',
  'outbox/test/debezium.',
  'outbox/test/relay.',
  'outbox/test/stop.',
  'telemetry/test/settings/settings.',
  'checks/test/standalone/',
  'telemetry/test/exporting.',
  'telemetry/test/secured-export.',
  'telemetry/test/fetching.',
  'bootstrap/test/without-network.',
  'debug/test/profiles.',
  'scope/test/retention.',
  'lifecycle/test/retention.',
  'checks/test/',
]

/** Begins with the test files that take longest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = longest.findIndex((part) => moduleId.includes(part))
  return rank === -1 ? longest.length : rank
}
