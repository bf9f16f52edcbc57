import type { Cut } from '../cut.ts'
import { manifestCuts } from './manifest-cuts.ts'
import { observeCuts } from './observe-cuts.ts'

const laws = 'laws.mjs'
const brokenLaws = 'infra/checks/test/broken-laws.ts'
const suites = 'infra/checks/src/tests/suites.ts'
const e2e = 'infra/checks/src/e2e-command.ts'
const vitest = 'vitest.config.ts'
const npmStart = 'infra/local/test/npm-start.integration.test.ts'

/** Packages that only the shop and its tests know. */
const home = (name: string): readonly Cut[] => [
  { path: laws, cut: new RegExp(`^  '?${name}'?: \\[.*\\n`, 'gm') },
  { path: brokenLaws, cut: new RegExp(`^  'home-of-${name}': .*\\n`, 'gm') },
]

const lawCuts: readonly Cut[] = [
  ...['axe-core', 'lit-html', 'nodemailer', 'playwright-core', 'testcontainers'].flatMap(home),
  { path: laws, cut: '(console|dead-letters|starter-[^/]+)', put: 'dead-letters' },
  { path: laws, cut: ', the console is served as a service is' },
  { path: laws, cut: '|experiment/src/vitest)', put: ')' },
  { path: laws, cut: "        '^infra/exercises/src/questions/index[.]ts$',\n" },
  { path: laws, cut: "        '^infra/experiment/src/(vitest|words)[.]ts$',\n" },
]

const suiteCuts: readonly Cut[] = [
  { path: vitest, cut: /, 'infra\/starter-e2e\/[^']*'|^ *'infra\/starter-e2e\/[^']*',\n/gm },
  { path: vitest, cut: /, 'e2e\/containers\/\*\*'/g },
  {
    path: vitest,
    cut: "['infra/experiment/src/vitest/global-setup.ts', withServers.globalSetup]",
    put: 'withServers.globalSetup',
  },
  {
    path: vitest,
    cut: /^ {6}\{\n {8}\.\.\.here,\n {8}test: \{\n {10}\.\.\.patient,\n {10}name: 'containers',\n(?:.*\n)*?^ {6}\},\n/gm,
  },
  { path: suites, cut: /^ {2}\{\n {4}\.\.\.vitestSuite\('containers'[\s\S]*?^ {2}\},\n/gm },
  { path: suites, cut: /^import \{ (?:buildConsole, buildServices|whyNoContainers) \} .*\n/gm },
  { path: suites, cut: /^ {2}containers: waiting,\n/gm },
  { path: e2e, cut: /^ {4}print\('npm run e2e -- --docker.*\n/gm },
  {
    path: e2e,
    cut: /^ {2}const files = [\s\S]*?^ {4}: vitestSuite\('e2e', '(.*)', files\)\n/gm,
    put: "  const suite = vitestSuite('e2e', '$1', args)\n",
  },
  {
    path: 'infra/checks/src/tests/longest-first.ts',
    cut: /^ {2}'(?:console\/test|e2e\/tests|containers\/tests)\/.*\n/gm,
  },
  { path: 'infra/checks/suite-budgets.json', cut: /^ {4}"containers": \{\n(?:.*\n){2} {4}\},\n/gm },
  { path: 'infra/checks/package.json', cut: /^ {4}"@[\w-]+\/containers": .*\n/gm },
]

const inspect = 'infra/local/test/inspect.integration.test.ts'

const inspectCuts: readonly Cut[] = [
  { path: '.vscode/launch.json', cut: /\border\b/g, put: 'intake' },
  { path: '.vscode/tasks.json', cut: /\border\b/g, put: 'intake' },
  {
    path: inspect,
    cut: "const order = { customer: { email: 'ada@example.com' }, lines: [{ sku: 'tea', quantity: 1 }] }",
    put: "const job = { task: 'water the plants' }",
  },
  { path: inspect, cut: 'and the order goes on', put: 'and the job goes on' },
  { path: inspect, cut: 'body: JSON.stringify(order)', put: 'body: JSON.stringify(job)' },
  { path: inspect, cut: /place-order/g, put: 'accept-job' },
  { path: inspect, cut: /(?<=inspect(?:'?,? '?))order\b/g, put: 'intake' },
  { path: inspect, cut: /services\/order\//g, put: 'services/intake/' },
  { path: inspect, cut: "'await priceOrder('", put: "'await jobs.addAndAnnounce('" },
  { path: inspect, cut: '_PORT_ORDER}/orders`', put: '_PORT_INTAKE}/jobs`' },
  { path: inspect, cut: "functionName: 'placeOrder'", put: "functionName: 'acceptJob'" },
]

const localCuts: readonly Cut[] = [
  {
    path: 'infra/checks/test/promises.test.ts',
    cut: /^ {2}expect\(groups\.flatMap.*toBeGreaterThan\(140\)\n/gm,
  },
  { path: npmStart, cut: /status: 'confirmed'/g, put: "status: 'accepted'" },
  // One hop over Kafka keeps its trace whatever is propagated; without any span it lacks all of them.
  { path: npmStart, cut: "OTEL_PROPAGATORS: 'none'", put: "OTEL_TRACES_SAMPLER: 'always_off'" },
  { path: npmStart, cut: '  expect(result.mails).toHaveLength(2)\n' },
  { path: npmStart, cut: '--once --json: confirmed, two mails, one', put: '--once --json: one' },
  { path: npmStart, cut: 'an order is confirmed', put: 'a job is done' },
]

const commands = 'infra/bootstrap/commands.mjs'

/** The console shows the shop's orders, so it goes with the shop. */
const consoleCuts: readonly Cut[] = [
  {
    path: commands,
    cut: "entry: 'infra/console/src/main.ts'",
    put: "entry: 'infra/local/src/demo/start-main.ts'",
  },
  { path: commands, cut: /^ {4}\/\/ Types are stripped of what the console.*\n/gm },
  { path: commands, cut: ", '--disable-warning=ExperimentalWarning'" },
  {
    path: 'infra/bootstrap/test/fake-checkout.ts',
    cut: 'infra/console/src/main.ts',
    put: 'infra/local/src/demo/start-main.ts',
  },
  { path: 'infra/local/src/ports.ts', cut: /^ {2}console: .*\n/gm },
  {
    path: '.dockerignore',
    cut: /^infra\/\*\n(?:[#!].*\n)+/gm,
    put: 'infra\n',
  },
  {
    path: 'infra/compose.yaml',
    cut: /^# With --profile console .*\n|^ {2}# It shows and changes nothing.*\n {2}console:\n(?: {4}.*\n)*\n?/gm,
  },
  { path: 'infra/compose/schemas.sh', cut: /^\n# The console of the profile [\s\S]*?^SQL\n/gm },
  { path: 'infra/Dockerfile', cut: '-path ./infra -prune -o \\( ' },
  { path: 'infra/Dockerfile', cut: ' \\) -print \\\n', put: ' \\\n' },
  { path: 'infra/containers/src/index.ts', cut: /^export \{ buildConsole \} .*\n/gm },
  { path: 'tsconfig.json', cut: ', "infra/*/src/browser"' },
  { path: vitest, cut: '{integration,browser}', put: 'integration' },
  {
    path: vitest,
    cut: /^ {6}\{\n {8}\.\.\.here,\n {8}test: \{\n {10}\.\.\.patient,\n {10}name: 'browser',\n(?:.*\n)*?^ {6}\},\n/gm,
  },
  { path: suites, cut: /^ {2}\{\n {4}\.\.\.vitestSuite\('browser'[\s\S]*?^ {2}\},\n/gm },
  { path: suites, cut: '  browser: 1,\n' },
  { path: '.ci/run', cut: /^# For the tests of the console.*\n(?:.*\n){4}\n/gm },
  { path: '.ci/run', cut: /^command -v chromium .*\n/gm },
  {
    path: 'infra/checks/test/ci-run.test.ts',
    cut: /^ {2}\['chromium', 'Chromium cannot.*\n/gm,
  },
  { path: 'infra/checks/test/ci-run.test.ts', cut: "      chromium: '',\n" },
  { path: 'infra/checks/suite-budgets.json', cut: /^ {4}"browser": \{\n(?:.*\n){2} {4}\},\n/gm },
]

/** The shop's tests on the second Kafka client, where it is still there. */
export const platformaticCuts: readonly Cut[] = [
  {
    path: vitest,
    cut: /^ {6}\{\n {8}\.\.\.here,\n {8}test: \{\n {10}\.\.\.withSystems,\n {10}\.\.\.patient,\n {10}\/\/ .*\n {10}name: 'e2e-platformatic',\n(?:.*\n)*?^ {6}\},\n/gm,
  },
]

/** The lines of code that exist for the shop. */
export const codeCuts: readonly Cut[] = [
  ...manifestCuts,
  ...lawCuts,
  ...suiteCuts,
  ...localCuts,
  ...inspectCuts,
  ...consoleCuts,
  ...observeCuts,
]
