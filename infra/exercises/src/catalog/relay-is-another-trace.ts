import type { Ledger } from '@tailspan/experiment'
import type { Span } from '@tailspan/trace-testing'
import type { Exercise, Stage } from '../exercise.ts'
import { named, nowNs } from '../read-spans.ts'
import { runFault } from '../run-fault.ts'

type Id = 'lost' | 'new-trace' | 'own-trace'

export const relayIsAnotherTrace: Exercise<Id> = {
  slug: 'the-relay-is-another-trace',
  title: 'The relay is another trace',
  question:
    'An order is committed and answered, then its process is killed with kill -9 before it could send the event. A new process starts. What does the trace show?',
  predictions: [
    { id: 'lost', says: 'The trace ends with the request: the event died with the process.' },
    {
      id: 'new-trace',
      says: 'The event is sent in a new trace: the old one ended with its process.',
    },
    {
      id: 'own-trace',
      says: 'The send stands in the trace of the order, and links to another trace.',
    },
  ],
  expected: 'own-trace',
  action: 'Place one order and kill order before it can send',
  look: [
    'the gap: the lease of the dead process has to end first',
    'send orders: in the trace of the request, with a link ↪ to relay orders',
    'relay orders: a round that may carry many orders, so it has a trace of its own',
  ],
  truth:
    'The outbox row was committed with the order and remembers its trace. The relay sends it in that trace, and links to its own round.',
  code: [
    { path: 'libs/outbox/src/outbox.ts', symbol: 'createOutbox' },
    { path: 'services/order/src/kafka/publish-durable.ts', symbol: 'publishDurable' },
  ],
  notToConclude:
    'The second gap is not the outbox: a consumer group waits ten seconds for a member that could not leave it.',
  changes: 'the system',
  async run(stage) {
    const cell = await runFault(untilSeen(stage), {
      ...{ strategy: 'durable', fault: 'sigkill', orders: 1 },
    })
    const { ledger, traceIds } = cell
    const [first = ''] = traceIds
    const hasSend = (spans: readonly Span[]) => named(spans, 'send orders').length > 0
    const trace = await stage.spans.waitForTrace(first, hasSend).catch(() => [])
    const rounds = named(stage.spans.spans(), 'relay orders')
    const verdict = judgeRelay(trace, { ledger, rounds })
    return { ...verdict, traceIds: [...traceIds, ...verdict.rounds], ledger }
  },
}

/** The process dies only when its spans of the request have left it: with it they would be gone, too. */
function untilSeen(stage: Stage): Stage {
  const fromNs = nowNs()
  const isRequest = ({ name, startNs }: Span) => name === 'POST /orders' && startNs >= fromNs
  return {
    ...stage,
    rig: {
      ...stage.rig,
      async kill(part) {
        if (part === 'order') await stage.spans.waitForSpan(isRequest).catch(() => {})
        stage.tell(`kill -9 of ${part}`)
        await stage.rig.kill(part)
      },
    },
  }
}

type Known = {
  readonly ledger: Pick<Ledger, 'accepted' | 'lost' | 'unlinked'>
  readonly rounds: readonly Span[]
}

/** Where the event was sent, and by whom. */
export function judgeRelay(trace: readonly Span[], { ledger, rounds }: Known) {
  const linked = new Set(
    named(trace, 'send orders').flatMap(({ links }) => links.map(({ spanId }) => spanId)),
  )
  const others = rounds.filter(({ spanId }) => linked.has(spanId))
  const facts = [
    `${ledger.accepted} order was accepted, ${ledger.lost} lost`,
    `${others.length} send orders of its trace was made by a round of the relay`,
  ]
  const cameTrue: Id | undefined =
    ledger.lost > 0
      ? 'lost'
      : ledger.unlinked > 0
        ? 'new-trace'
        : others.length > 0
          ? 'own-trace'
          : undefined
  return { cameTrue, facts, rounds: [...new Set(others.map(({ traceId }) => traceId))] }
}
