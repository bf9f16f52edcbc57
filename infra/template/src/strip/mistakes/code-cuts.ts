import type { Cut } from '../cut.ts'
import { mistakeTests } from './mistake-tests.ts'

const publish = 'services/order/src/kafka/publish.ts'
const needs = 'services/order/src/kafka/publish-needs.ts'
const contenders = 'infra/experiment/src/contenders.ts'
const expectations = 'infra/experiment/src/expectations.ts'
const scopes = 'libs/scope/src/strategies.test.ts'
const samples = 'libs/trace-testing/test/doc-samples.ts'
const inContainers = 'e2e/containers/tests'

const service: readonly Cut[] = [
  { path: 'services/order/src/config.ts', cut: ", 'background', 'request')", put: ')' },
  { path: publish, cut: "import { publishBackground } from './publish-background.ts'\n" },
  { path: publish, cut: "import { publishRequest } from './publish-request.ts'\n" },
  { path: publish, cut: '  background: publishBackground,\n  request: publishRequest,\n' },
  { path: publish, cut: ', two right. */', put: '. */' },
  { path: needs, cut: "import type { Log } from 'SCOPE/telemetry'\n" },
  { path: needs, cut: '  readonly log: Log\n' },
  {
    path: 'services/order/src/wire.ts',
    cut: 'tasks, outbox, log })\n  const placeOrder',
    put: 'tasks, outbox })\n  const placeOrder',
  },
]

const experiment: readonly Cut[] = [
  { path: contenders, cut: ", 'background', 'request'] as const", put: '] as const' },
  { path: contenders, cut: /^ {2}ours\('(?:background|request)', .*\n/gm },
  { path: expectations, cut: /^ {2}[\w-]+ +\| (?:background|request) +\|.*\n/gm },
  {
    path: expectations,
    cut: ', but `request` is a race there: any share of its orders may be lost',
  },
]

const exercises: readonly Cut[] = ['all-exercises', 'questions/all-questions'].map((name) => ({
  path: `infra/exercises/src/${name}.ts`,
  cut: /^.*(?:contextIsCarried|cancellationStays)\b.*\n/gm,
}))

const tests: readonly Cut[] = [
  mistakeTests(scopes),
  { path: scopes, cut: '  request: (request) => request,\n  background: () => rootScope,\n' },
  { path: scopes, cut: 'detach, rootScope, type Scope', put: 'detach, type Scope' },
  { path: samples, cut: "import { mistakeSamples } from './mistake-samples.ts'\n" },
  { path: samples, cut: '  ...mistakeSamples,\n' },
  mistakeTests('e2e/tests/lost-client.test.ts'),
  { path: 'e2e/tests/lost-client.test.ts', cut: '  placedRecord,\n' },
  mistakeTests('e2e/tests/early-answer.test.ts'),
  mistakeTests('e2e/tests/stop.test.ts'),
  { path: 'e2e/tests/stop.test.ts', cut: ' recordsOf,' },
  mistakeTests(`${inContainers}/early-answer.test.ts`),
  mistakeTests(`${inContainers}/links.test.ts`),
  { path: `${inContainers}/links.test.ts`, cut: '  recordsOf,\n' },
  ...['faults-of-order', 'faults-of-others'].map((name) => ({
    path: `${inContainers}/${name}.test.ts`,
    cut: /^ {2}\['[\w-]+', '(?:background|request)'\],\n/gm,
  })),
  {
    path: `${inContainers}/faults-of-order.test.ts`,
    cut: ' What the mistakes lose shows that each fault bites.',
  },
]

/** The lines of code, services and tests that exist for the wrong strategies. */
export const codeCuts: readonly Cut[] = [...service, ...experiment, ...exercises, ...tests]
