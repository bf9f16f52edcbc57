import type { Contender, Fault } from '@tailspan/experiment'
import { labContenders } from './contenders.ts'
import { labExpectations as expectations } from './expectations.ts'

// The better a contender is, the more its failure tells about the fault.
const bestFirst = ['detached', 'naive', 'background', 'request']

/** The best contender that must lose orders or do something twice under a fault; none under the control. */
export function pickLoser({ name }: Pick<Fault, 'name'>): Contender | undefined {
  const mustFail = expectations
    .filter(({ fault, figures }) => fault === name && isFailure(figures))
    .map(({ contender }) => contender)
  const loser = bestFirst.find((contender) => mustFail.includes(contender))
  return labContenders.find((contender) => contender.name === loser)
}

function isFailure(figures: (typeof expectations)[number]['figures']): boolean {
  return figures.lost === '≥1' || figures.duplicateEffects === '≥1'
}
