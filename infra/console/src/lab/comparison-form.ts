import { comparableFaults, strategies } from '@tailspan/experiment/words'
import type { CompareForm } from '../views/compare-form.ts'

/** What can be compared; the last strategy is the one that loses most. */
export function comparisonForm(chosen: Partial<CompareForm['chosen']> = {}): CompareForm {
  const usual = {
    left: strategies.at(-1) ?? '',
    right: strategies[0],
    fault: 'sigkill',
    orders: 3,
    seed: 1,
  }
  return { strategies, faults: comparableFaults, chosen: { ...usual, ...chosen } }
}
