import type { Cut } from '../cut.ts'
import { productionCuts } from './production-cuts.ts'
import { tenStepsCuts } from './ten-steps-cuts.ts'

const locally = 'docs/run-locally.md'
const docker = 'docs/run-with-docker.md'

const commands = 'infra/bootstrap/commands.mjs'

const wordCuts: readonly Cut[] = [
  { path: commands, cut: 'places an order and shows', put: 'posts a job and shows' },
  {
    path: commands,
    cut: 'end after the order: exit code 0 only if it was confirmed, both mails came and the trace is whole',
    put: 'end after the job: exit code 0 only if it was done and its trace is whole',
  },
  { path: commands, cut: 'system, an order and its trace', put: 'system, a job and its trace' },
  { path: 'AGENTS.md', cut: 'without losing an order or', put: 'without losing a job or' },
  { path: 'AGENTS.md', cut: 'places an order, prints', put: 'posts a job, prints' },
  { path: 'AGENTS.md', cut: ', `postgres/` and `smtp/` adapt', put: ' and `postgres/` adapt' },
  {
    path: 'CONTRIBUTING.md',
    cut: /^`npm start -- --inspect order` starts order .*\n.*\n/gm,
    put: `\`npm start -- --inspect intake\` starts intake with Node's inspector on loopback; any service will do. In VS Code "Start everything and debug
intake" does that and attaches: a breakpoint in \`services/intake/src/domain/accept-job.ts\` is hit by the next job.
`,
  },
  {
    path: 'CONTRIBUTING.md',
    cut: 'a copy of `inventory` with its own port, topic, consumer group',
    put: 'a copy of `worker` with its own port, consumer group',
  },
  {
    path: 'CONTRIBUTING.md',
    cut: /, those of the console where Chromium is [^;]*?\), those of the alerts/g,
    put: ', those of the alerts',
  },
  { path: 'CONTRIBUTING.md', cut: ', `*.browser.test.ts` open the console of one running system' },
  { path: 'CONTRIBUTING.md', cut: 'a demo order and its trace', put: 'a demo job and its trace' },
  { path: 'CONTRIBUTING.md', cut: 'code loses no order', put: 'code loses no job' },
  { path: 'CONTRIBUTING.md', cut: 'Let orders be accepted', put: 'Let jobs be accepted' },
  { path: 'CONTRIBUTING.md', cut: ', Kafka and the mail catcher, never', put: ' and Kafka, never' },
  {
    path: '.github/ISSUE_TEMPLATE/bug.yml',
    cut: 'description: An order,',
    put: 'description: A job,',
  },
  { path: locally, cut: 'some 350 orders', put: 'some 800 jobs' },
  { path: locally, cut: '--inspect order # order runs', put: '--inspect intake # intake runs' },
  { path: locally, cut: 'cd services/order\n', put: 'cd services/intake\n' },
  { path: locally, cut: 'postgres://order:', put: 'postgres://intake:' },
  {
    path: locally,
    cut: ' \\\n  INVENTORY_URL=http://127.0.0.1:8081 PRICING_URL=http://127.0.0.1:8082 npm start',
    put: ' npm start',
  },
  {
    path: 'docs/run-with-docker.md',
    cut: 'than an order takes to its second mail',
    put: 'than a job takes until it is done',
  },
  {
    path: 'docs/glossary.md',
    cut: /^\| (?:defer|contender|ledger|effects twice|mails twice|in another trace) \| .*\n/gm,
  },
  { path: 'docs/glossary.md', cut: "the order's row is", put: "the job's row is" },
  {
    path: 'infra/compose/jaeger/sampling.yaml',
    cut: 'than an order takes to its second mail',
    put: 'than a job takes until it is done',
  },
  { path: 'infra/compose.sampling.yaml', cut: 'slow orders', put: 'slow jobs' },
  {
    path: 'infra/local/README.md',
    cut: 'the order that a person sees',
    put: 'the job that a person sees',
  },
]

/** What pages say of the shop that is neither a link nor a promise. */
export const pageCuts: readonly Cut[] = [
  ...wordCuts,
  ...productionCuts,
  ...tenStepsCuts,
  { path: locally, cut: /^\| (?:pricing|notification|the console) \| .*\n/gm },
  {
    path: locally,
    cut: /^\| order \| `stock` .*\n\| inventory \| .*\n/gm,
    put: '| intake |  | `jobs` | `intake` |\n| worker | `jobs` | `jobs.dlt` | `worker` |\n',
  },
  { path: locally, cut: '| order: API, debug |', put: '| intake: API, debug |' },
  { path: locally, cut: '| inventory | 8081', put: '| worker | 8081' },
  { path: locally, cut: /_PORT_ORDER/g, put: '_PORT_INTAKE' },
  { path: locally, cut: /_PORT_INVENTORY/g, put: '_PORT_WORKER' },
  { path: locally, cut: /^The console is served [\s\S]*?\n\n/gm },
  { path: docker, cut: /^The console of `npm start` is served [\s\S]*?\n\n/gm },
  { path: locally, cut: /^A mail that the mail server refuses [\s\S]*?\n\n/gm },
  {
    path: locally,
    cut: ' [A test](../e2e/tests/kafka-rights.test.ts) runs the system with exactly these.',
  },
  { path: locally, cut: 'a demo order, its trace', put: 'a demo job, its trace' },
  {
    path: locally,
    cut: 'ends after the order; exit code 0 only if it was confirmed, mailed twice and traced whole',
    put: 'ends after the job; exit code 0 only if it was done and traced whole',
  },
  { path: locally, cut: "`HTTP_PROTOCOL` (order's)", put: '`HTTP_PROTOCOL` (of the edge)' },
  { path: locally, cut: 'every further order shows', put: 'every further job shows' },
  {
    path: docker,
    cut: /^curl -i 127.*\n.*\n/gm,
    put: `curl -i 127.0.0.1:8080/jobs -H 'content-type: application/json' -d '{"task":"water the plants"}'\n`,
  },
  { path: docker, cut: 'curl 127.0.0.1:1080/email\n' },
  { path: docker, cut: '| the services, first order |', put: '| the services, first intake |' },
  { path: docker, cut: '_PORT_ORDER`', put: '_PORT_INTAKE`' },
  { path: docker, cut: 'exec order node', put: 'exec intake node' },
  { path: docker, cut: 'SERVICE=order', put: 'SERVICE=intake' },
  { path: docker, cut: 'a demo order, its trace', put: 'a demo job, its trace' },
  { path: docker, cut: /^## The console in a container\n[\s\S]*?(?=^## )/gm },
  { path: docker, cut: /^## What Jaeger shows\n[\s\S]*?(?=^## )/gm },
  { path: '.devcontainer/devcontainer.json', cut: '"label": "orders"', put: '"label": "jobs"' },
  { path: 'docs/glossary.md', cut: /^## Orders\n[\s\S]*?(?=^## )/gm },
]
