import { consuming } from '@tailspan/manifest'
import type { ExpectedTrace } from '../traces/whole-trace.ts'

const ofTheShop = [
  ['order', 'POST /orders', 1],
  ['order', 'GET /stock', 1],
  ['inventory', 'GET /stock', 1],
  ['order', 'POST /quotes', 1],
  ['pricing', 'POST /quotes', 1],
  ['order', 'create orders', 2],
  ['order', 'send orders', 2],
  ['inventory', 'process orders', 1],
  ['inventory', 'create stock', 1],
  ['inventory', 'send stock', 1],
  ['order', 'process stock', 1],
  ['notification', 'process orders', 2],
  ['notification', 'send mail', 2],
] as const

/** Whatever else consumes orders has taken this one. */
const others = consuming('orders')
  .filter((name) => !ofTheShop.some(([service]) => service === name))
  .map((name) => [name, 'process orders', 1] as const)

/** What one order leaves; its first span is where a trace begins. */
export const expectedTrace: ExpectedTrace = [...ofTheShop, ...others]

/** What the requests of the demo are called in a report. */
export const requestsAre = 'orders'
