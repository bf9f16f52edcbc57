import type { CompareForm } from '../views/compare-form.ts'

/** What can be compared; the last strategy is the one that loses most. */
export async function comparisonForm(
  chosen: Partial<CompareForm['chosen']> = {},
): Promise<CompareForm> {
  const { comparableFaults, strategies } = await import('@tailspan/exercises')
  const usual = {
    ...{ left: strategies.at(-1) ?? '', right: strategies[0], fault: 'sigkill' },
    ...{ orders: 3, seed: 1 },
  }
  return { strategies, faults: comparableFaults, chosen: { ...usual, ...chosen } }
}
