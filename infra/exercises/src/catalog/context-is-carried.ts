import type { Ledger } from '@tailspan/experiment'
import type { Exercise, Stage } from '../exercise.ts'
import { type Id, contextIsCarried as question } from '../questions/context-is-carried.ts'
import { runFault } from '../run-fault.ts'

/** A queue in memory is seen by nobody: as long as a process stands still it looks as if nothing more would come. */
const patienceMs = 10_000

export const contextIsCarried: Exercise<Id> = {
  ...question,
  async run(stage: Stage) {
    const trial = { strategy: 'background', fault: 'calm', orders: 1 } as const
    const cell = await runFault(stage, { ...trial, quietMs: patienceMs })
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
