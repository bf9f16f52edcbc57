import { proofCommands } from '../../proof/commands.mjs'

const start = `npm start [-- options]      Starts the whole system, places an order and shows its trace.

  --once       end after the order: exit code 0 only if it was confirmed, both mails came and the trace is whole
  --json       print the result as JSON on the standard output (progress goes to the standard error)
  --timings    print how long each part took to start and what memory it holds
  --inspect S  start service S with Node's inspector on 127.0.0.1:9229, without containers: see CONTRIBUTING.md
  --docker     in containers, with Jaeger: chosen when an engine answers
  --local      without: Kafka on the JVM, PostgreSQL and the mail catcher from npm; chosen when none answers
  --help       this text

Settings: TAILSPAN_PORT_OFFSET moves all ports, TAILSPAN_PORT_<NAME> one of them, TAILSPAN_CACHE the folder
for downloads, TAILSPAN_MAVEN_MIRROR their source; PUBLISH, TRACE_ASYNC, HTTP_PROTOCOL, DRAIN, LOG_LEVEL and
the others listed in docs/run-locally.md reach the services, nothing else of the shell does. See also docs/run-with-docker.md.`

const reset = `npm run reset               Deletes the local state: databases, topics, mails, logs (.tailspan), the containers' data.

  --help       this text

Refuses while the system runs. Downloads stay (TAILSPAN_CACHE).`

const rename = `npm run rename -- NAME [--scope @acme] [--repository OWNER/NAME] [--dry-run]

  --scope       of the packages; @NAME unless given
  --repository  on GitHub, for the links of badge, alerts and packages; where origin leads unless given, and NAME/NAME
                where that is not GitHub or still the template

Gives packages, settings, telemetry, images, the database and the documents another name: one word of small letters
and digits. LICENSE and CHANGELOG.md keep the old one. Makes one commit and says how to undo it.`

const strip = `npm run strip -- PART [PART …] [--dry-run]

  proof        proof/ (bench, fault lab, soak, stand-in images, performance pages)
  mistakes     the wrong strategies of PUBLISH (request, background); durable and detached stay
  demo         the shop, and with it proof and mistakes; two small services take its place: one takes a request and
               publishes it detached and durably, one consumes it, with their tests
  platformatic the second Kafka client, KAFKA_CLIENT and KAFKA_GROUP_PROTOCOL; kafkajs and the port stay
  kubernetes   infra/kubernetes: the manifests, their checks, and what documents say of clusters

Deletes the parts and every line elsewhere that exists for them, in one commit however many they are, in any order, before
or after a rename. Says what remains and how to undo it. Without the mistakes the tests of survival still run, but
nothing shows any more that their faults bite.`

const update = `npm run update              [-- --from REF] [--dry-run]

  --from REF   a branch, tag or commit of upstream; its default branch unless given
  --dry-run    says what would change, or which files would conflict, and writes nothing

Fetches the template from where .template.json says, and merges what it has done since, three ways: both states of upstream are
renamed and stripped as this project was, each by its own version of the commands. Without a conflict that is one commit. A
conflict is left as git leaves it, with exit code 1 and what to do next. The lockfile is written anew, not merged.`

const newHelp = `npm run new -- service NAME [--dry-run]

Makes a further service, a copy of one that consumes a topic and publishes one: its folder, topic and events, ports,
Compose entries, Kubernetes manifests, schema and documents. NAME is of small letters and digits, words joined by hyphens. Makes one commit
and says how to undo it.`

const remove = `npm run remove -- service NAME [--dry-run]

Deletes a service that no other asks or reads, with all that is only there for it. Refuses with the list of files while
others name it. Makes one commit and says how to undo it.`

/** What each command is, where it lives, and its help; without help of its own it answers --help itself. */
export const commands = {
  start: {
    summary: 'the whole system, an order and its trace',
    entry: 'infra/console/src/main.ts',
    help: start,
    supervised: true,
    // Types are stripped of what the console's pages load by a function that Node calls experimental.
    flags: ['--max-semi-space-size=2', '--disable-warning=ExperimentalWarning'],
  },
  test: { summary: 'every check and every test', entry: 'infra/checks/src/test.ts' },
  check: { summary: 'format, lint, types, laws, sizes', entry: 'infra/checks/src/check.ts' },
  e2e: { summary: 'the running system from outside', entry: 'infra/checks/src/e2e.ts' },
  ...proofCommands,
  dlt: {
    summary: 'dead letters and parked rows: list, replay',
    entry: 'infra/dead-letters/src/main.ts',
    takes: ['dlt'],
  },
  rename: {
    summary: 'give the template your name',
    entry: 'infra/template/src/rename-main.ts',
    help: rename,
  },
  strip: {
    summary: 'take out what you do not need',
    entry: 'infra/template/src/strip-main.ts',
    help: strip,
  },
  update: {
    summary: 'merge what the template has done since',
    entry: 'infra/template/src/update-main.ts',
    help: update,
  },
  new: {
    summary: 'a further service',
    entry: 'infra/template/src/new-main.ts',
    help: newHelp,
  },
  remove: {
    summary: 'delete a service',
    entry: 'infra/template/src/remove-main.ts',
    help: remove,
  },
  reset: { summary: 'delete the local state', entry: 'infra/local/src/cli/reset.ts', help: reset },
}

/** All commands, one line each. */
export function overview() {
  const lines = Object.entries(commands).map(
    ([name, { summary }]) => `  npm run ${name.padEnd(8)}${summary}`,
  )
  return [
    'Tailspan: answer first, publish afterwards.',
    '',
    ...lines,
    '',
    'Each takes -- --help.',
  ].join('\n')
}
