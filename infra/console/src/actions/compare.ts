import { z } from 'zod'
import type { Action } from '../server/action.ts'

const input = z.strictObject({
  left: z.string().max(50),
  right: z.string().max(50),
  fault: z.string().max(50),
  orders: z.coerce.number().int().min(1).max(50),
  seed: z.coerce.number().int().min(0).max(999_999),
})

/** Runs two strategies under one fault and goes on to the page of the comparison. */
export const compareAction: Action<z.infer<typeof input>> = {
  path: '/actions/compare',
  input,
  async run({ lab }, asked) {
    const { toComparison } = await import('@tailspan/exercises')
    const name = await lab.comparisons.begin(toComparison(asked))
    return { told: '', goTo: `/compare/${name}` }
  },
}
