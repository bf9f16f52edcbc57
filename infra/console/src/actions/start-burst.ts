import { z } from 'zod'
import type { Action } from '../server/action.ts'

/** More at once would be a load test: that is what the bench is for. */
const maxOrders = 1_000
const maxPerSecond = 200

const input = z.strictObject({
  count: z.coerce.number().int().min(1).max(maxOrders),
  perSecond: z.coerce.number().int().min(1).max(maxPerSecond),
  // A box that is not ticked is not sent.
  hangUp: z.literal('on').optional(),
})

/** Places many orders at a rate and goes on to their ledger. */
export const startBurstAction: Action<z.infer<typeof input>> = {
  path: '/actions/start-burst',
  input,
  async run({ bursts }, { hangUp, ...plan }) {
    const { id } = await bursts.start({ ...plan, hangUp: hangUp === 'on' })
    return { told: `${plan.count} orders are on their way.`, goTo: `/ledger/${id}` }
  },
}
