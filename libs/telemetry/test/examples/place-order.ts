import { attributes, createLog, telemetryActor, traced } from '@tailspan/telemetry'

const log = createLog({ service: 'order' })

await traced('place order', { attributes: { [attributes.orderId]: '7' } }, async () => {
  log.info('order.placed', { orderId: '7', email: 'ada@example.com' })
})
await telemetryActor().stop()
process.exit(0)
