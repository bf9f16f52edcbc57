const start = `npm start [-- options]      Starts the whole system, places an order and shows its trace.

  --once       end after the order: exit code 0 only if it was confirmed, both mails came and the trace is whole
  --json       print the result as JSON on the standard output (progress goes to the standard error)
  --timings    print how long each part took to start and what memory it holds
  --docker     in containers, with Jaeger: chosen when an engine answers
  --local      without: Kafka on the JVM, PostgreSQL and the mail catcher from npm; chosen when none answers
  --help       this text

Settings: TAILSPAN_PORT_OFFSET moves all ports, TAILSPAN_PORT_<NAME> one of them, TAILSPAN_CACHE the folder
for downloads, TAILSPAN_MAVEN_MIRROR their source; PUBLISH, TRACE_ASYNC, HTTP_PROTOCOL, DRAIN, DRAIN_DELAY
and LOG_LEVEL reach the services. See docs/run-with-docker.md and docs/run-locally.md.`

const reset = `npm run reset               Deletes the local state: databases, topics, mails, logs (.tailspan), the containers' data.

  --help       this text

Refuses while the system runs. Downloads stay (TAILSPAN_CACHE).`

const bench = `npm run bench [-- options]    Measures each figure beside its peer, in turns, and says whether its goal is met.

  --only NAME  one of: pending, answer, order-path, spans, publish, handler, relay, frozen, system, scaling, pool, vacuum
  --rounds N   of each figure (5); the median is judged, all rounds are printed
  --seconds N  of load in each round (3)
  --quick      one round of a second
  --json       print the results as JSON on the standard output (progress goes to the standard error)
  --help       this text

See bench/README.md.`

const soak = `npm run soak [-- options]     Lets clients come for long, then stops the order service under load; counts what was lost.

  --minutes N  of load, half over HTTP/1.1 and half over HTTP/2 (10; 0.5 is possible, 0 leaves it out)
  --rate N     visits a second (200)
  --stops N    rounds of SIGTERM under load with the link to Kafka held (20; 0 leaves them out)
  --seed N     what the clients do is chosen by it (1)
  --json       print the result as JSON on the standard output (progress goes to the standard error)
  --help       this text

Runs the real system with ports and a state of its own; exit code 1 when anything was lost, grew or complained.
See e2e/README.md.`

const lab = `npm run lab [-- options]      Every way of publishing under every fault, on the real system; counts what became of each order.

  --orders N   in each cell (200)
  --seed N     the pace of the clients is chosen by it (1)
  --only LIST  contenders (durable, detached, background, request, naive), faults, or contender/fault, by comma
  --json       print the result as JSON on the standard output (progress goes to the standard error)
  --kills N    instead: so many random kill -9 of services and broker while --orders (5000) are placed under durable,
               then two under detached, which must lose; --strategy NAME tries one contender alone
  --help       this text

Runs the real system with ports and a state of its own (.tailspan/lab); exit code 1 when anything differs from
e2e/lab/expectations.ts. See e2e/README.md.`

const standIns = `npm run images             Makes sure that every image the system needs is there: pulled where a registry answers, else built.

  --help       this text

What is built carries the official name and the label tailspan.stand-in; it is kept in TAILSPAN_CACHE and used again.
Needs a container engine and, to build: debootstrap, Go and root. See infra/stand-ins/README.md.`

/** What each command is, where it lives, and its help; without help of its own it answers --help itself. */
export const commands = {
  start: {
    summary: 'the whole system, an order and its trace',
    entry: 'infra/local/src/cli/start.ts',
    help: start,
    supervised: true,
    flags: ['--max-semi-space-size=2'],
  },
  test: { summary: 'every check and every test', entry: 'infra/checks/src/test.ts' },
  check: { summary: 'format, lint, types, laws, sizes', entry: 'infra/checks/src/check.ts' },
  e2e: { summary: 'the running system from outside', entry: 'infra/checks/src/e2e.ts' },
  bench: { summary: 'each figure beside its peer', entry: 'bench/src/main.ts', help: bench },
  lab: { summary: 'every strategy under every fault', entry: 'e2e/lab/main.ts', help: lab },
  soak: { summary: 'ten minutes of load with faults', entry: 'e2e/soak/main.ts', help: soak },
  dlt: { summary: 'what was given up, to be sent again', entry: 'infra/dead-letters/src/main.ts' },
  images: {
    summary: 'images from packages, where there is no image registry',
    entry: 'infra/stand-ins/src/main.ts',
    help: standIns,
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
