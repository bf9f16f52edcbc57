import type { Ledger } from '@tailspan/experiment'
import type { Exercise, Stage } from '../exercise.ts'
import { type Id, cancellationStays as question } from '../questions/cancellation-stays.ts'
import { runFault } from '../run-fault.ts'

export const cancellationStays: Exercise<Id> = {
  ...question,
  async run(stage: Stage) {
    const cell = await runFault(stage, { strategy: 'request', fault: 'slow-kafka', orders: 3 })
    const { ledger, traceIds } = cell
    return { ...judgeCancellation(ledger), traceIds, ledger }
  },
}

/** What the ledger says about orders whose answers were written first. */
export function judgeCancellation({ accepted, delivered, lost }: Counted) {
  const facts = [`${accepted} of 3 orders were accepted, ${delivered} delivered, ${lost} lost`]
  const cameTrue: Id | undefined =
    accepted === 0 ? 'refused' : lost > 0 ? 'lost' : delivered === accepted ? 'late' : undefined
  return { cameTrue, facts }
}

type Counted = Pick<Ledger, 'accepted' | 'delivered' | 'lost'>
