import { z } from 'zod'
import type { Action } from '../server/action.ts'

const input = z.strictObject({
  sku: z.string().trim().min(1).max(100),
  quantity: z.coerce.number().int().min(1).max(1_000),
})

/** Places one order and goes on to its trace, which grows while it is looked at. */
export const placeOrderAction: Action<z.infer<typeof input>> = {
  path: '/actions/place-order',
  input,
  async run({ runner }, line) {
    const sentAtMs = performance.now()
    const body = { customer: { email: 'ada@example.com' }, lines: [line] }
    const answer = await runner.askEdge({ path: '/orders', method: 'POST', body })
    const tookMs = Math.round(performance.now() - sentAtMs)
    // traceresponse: 00-<trace id>-<span id>-<flags>
    const traceId = answer.headers.traceresponse?.split('-')[1]
    const told = `The order service answered ${answer.status} after ${tookMs} ms.`
    return traceId ? { told, goTo: `/traces/${traceId}` } : { told }
  },
}
