import type { Contender, Fault } from '@tailspan/experiment'
import { labContenders } from './contenders.ts'
import { labExpectations as expectations } from './expectations.ts'

// The better a contender is, the more its failure tells about the fault.
const bestFirst = ['detached', 'naive', 'background', 'request']

/**
 * Faults whose bite another test of `npm test` shows, and which: of these only `durable` is tried there. `npm run lab`
 * tries all contenders under all faults, every night.
 */
export const shownElsewhere: Readonly<Record<string, string>> = {
  'client-closes': 'e2e/tests/lost-client.test.ts',
  'tcp-reset': 'e2e/tests/lost-client.test.ts',
  'http2-reset': 'e2e/tests/lost-client.test.ts',
  'slow-kafka': 'e2e/tests/early-answer.test.ts',
  sigterm: 'e2e/tests/stop.test.ts',
  sigkill: 'e2e/tests/durable.test.ts',
  'relay-killed': 'e2e/tests/durable.test.ts',
  // Shorter than the next one, whose loser is tried here.
  'broker-5s': 'proof/lab/test/lab.test.ts',
  'leader-killed': 'proof/lab/test/lab.test.ts',
}

/** The loser that `npm test` tries under a fault: none where another test shows one. */
export function pickShownLoser(fault: Pick<Fault, 'name'>): Contender | undefined {
  return fault.name in shownElsewhere ? undefined : pickLoser(fault)
}

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
