// The commands that prove and measure; infra/bootstrap/commands.mjs has the others.

const bench = `npm run bench [-- options]    Measures each figure beside its peer, in turns, and says whether its goal is met.

  --only LIST  of: pending, answer, order-path, spans, publish, distance, handler, hot-partition, rebalance, relay, frozen, shop, calm, system, runner, console, scaling, pool, vacuum,
               retention, connector; by comma
  --rounds N   of each figure (5); the median is judged, all rounds are printed
  --seconds N  of load in each round (3)
  --quick      one round of a second
  --against C  in shop: an earlier commit of this repository beside ours, its own packages installed in a temporary folder
  --client C   what ours runs on: kafkajs (if left out) or platformatic; for --only order-path, publish, distance, handler, hot-partition, relay, frozen, shop, calm;
               peers stay as they are, heading and JSON say which
  --json       print the results as JSON on the standard output (progress goes to the standard error)
  --help       this text

See proof/bench/README.md.`

const soak = `npm run soak [-- options]     Lets clients come for long, then stops the order service under load; counts what was lost.

  --minutes N  of load, half over HTTP/1.1 and half over HTTP/2 (10; 0.5 is possible, 0 leaves it out)
  --rate N     visits a second (200)
  --stops N    rounds of SIGTERM under load with the link to Kafka held (20; 0 leaves them out)
  --seed N     what the clients do is chosen by it (1)
  --json       print the result as JSON on the standard output (progress goes to the standard error)
  --help       this text

Runs the real system with ports and a state of its own; exit code 1 when anything was lost, grew or complained.
See proof/README.md.`

const lab = `npm run lab [-- options]      Every way of publishing under every fault, on the real system; counts what became of each order.

  --orders N   in each cell (200)
  --seed N     the pace of the clients is chosen by it (1)
  --only LIST  contenders (durable, detached, background, request, naive), faults, or contender/fault, by comma
  --client C   what the services run on: kafkajs or platformatic (if left out: KAFKA_CLIENT of the shell, or kafkajs)
  --json       print the result as JSON on the standard output (progress goes to the standard error)
  --kills N    instead: so many random kill -9 of services and broker while --orders (5000) are placed under durable,
               then two under detached, which must lose; --strategy NAME tries one contender alone
  --help       this text

Runs the real system with ports and a state of its own (.tailspan/lab); exit code 1 when anything differs from
proof/lab/src/expectations.ts. See proof/README.md.`

const standIns = `npm run images             Makes sure that every image the system needs is there: pulled where a registry answers, else built.

  --help       this text

What is built carries the official name and the label tailspan.stand-in; it is kept in TAILSPAN_CACHE and used again.
Needs a container engine and, to build: debootstrap, Go and root. See proof/stand-ins/README.md.`

/** What each command is, where it lives, and its help. */
export const proofCommands = {
  bench: { summary: 'each figure beside its peer', entry: 'proof/bench/src/main.ts', help: bench },
  lab: { summary: 'every strategy under every fault', entry: 'proof/lab/src/main.ts', help: lab },
  soak: { summary: 'ten minutes of load with faults', entry: 'proof/soak/src/main.ts', help: soak },
  images: {
    summary: 'images from packages, where there is no image registry',
    entry: 'proof/stand-ins/src/main.ts',
    help: standIns,
    takes: ['images'],
  },
}
