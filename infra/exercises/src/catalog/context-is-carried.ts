import type { Ledger } from '@tailspan/experiment'
import type { Exercise } from '../exercise.ts'
import { runFault } from '../run-fault.ts'

type Id = 'lost' | 'broken' | 'whole'

export const contextIsCarried: Exercise<Id> = {
  slug: 'context-is-carried',
  title: 'Context is carried, not guessed',
  question:
    'PUBLISH=background: the handler puts the event into a queue in memory, a loop that was started at boot sends it. Nothing fails. What is missing in the end?',
  predictions: [
    { id: 'lost', says: 'The order: its event never reaches Kafka.' },
    { id: 'broken', says: 'Only the connection: everything is delivered, but in another trace.' },
    { id: 'whole', says: 'Nothing: the tracing library knows which request it was.' },
  ],
  expected: 'broken',
  action: 'Place one order with PUBLISH=background',
  look: [
    'the first trace: it ends with the request, there is no create orders in it',
    'the second trace: it begins with create orders, and no line leads back',
    'the ledger: nothing lost, one order in another trace',
  ],
  truth:
    'Nothing is lost but the connection: the loop runs in the context of the boot, so the event begins a trace of its own. Context must travel with the work.',
  code: [
    { path: 'services/order/src/kafka/publish-background.ts', symbol: 'publishBackground' },
    { path: 'services/order/src/kafka/publish-detached.ts', symbol: 'publishDetached' },
  ],
  notToConclude:
    'Delivered in calm does not mean safe: under SIGTERM or a kill this queue loses what is in it. Compare it with durable under sigterm.',
  changes: 'the system',
  async run(stage) {
    const cell = await runFault(stage, { strategy: 'background', fault: 'calm', orders: 1 })
    const { ledger, traceIds } = cell
    const all = [...new Set([...traceIds, ...[...ledger.recordTraces.values()].flat()])]
    return { ...judgeContext(ledger), traceIds: all, ledger }
  },
}

/** What the ledger says about an order in calm. */
export function judgeContext({ accepted, delivered, lost, unlinked }: Counted) {
  const facts = [
    `${accepted} order was accepted, ${delivered} delivered, ${lost} lost`,
    unlinked > 0
      ? 'the records of the order lie in a trace that its client never saw'
      : 'all records of the order lie in the trace that its client began',
  ]
  const cameTrue: Id | undefined =
    accepted === 0 ? undefined : lost > 0 ? 'lost' : unlinked > 0 ? 'broken' : 'whole'
  return { cameTrue, facts }
}

type Counted = Pick<Ledger, 'accepted' | 'delivered' | 'lost' | 'unlinked'>
