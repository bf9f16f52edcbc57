import { hold, makeHolds } from './holds.ts'
import { connect, listen, publish } from './kafka.ts'
import { serve } from './serve.ts'

// The inventory service as tutorials have it: a redelivered record is handled again.

await makeHolds()
await connect()
await listen('inventory', 'orders', async (type, event) => {
  if (type !== 'order.placed') return
  await hold(event)
  publish('stock', 'stock.held', { orderId: event.orderId })
})
serve()
