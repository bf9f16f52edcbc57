import {
  databaseSettings,
  kafkaSettings,
  oneOf,
  peerUrl,
  readConfig,
  serviceSettings,
} from '@tailspan/config'
import { wrongTelemetry } from '@tailspan/telemetry'

export type OrderConfig = ReturnType<typeof readOrderConfig>

const strategy = oneOf('durable', 'detached', 'background', 'request')

export function readOrderConfig(env = process.env) {
  return readConfig(
    {
      ...serviceSettings({ http: 8080, debug: 8001 }),
      ...databaseSettings,
      ...kafkaSettings,
      inventoryUrl: { env: 'INVENTORY_URL', parse: peerUrl },
      pricingUrl: { env: 'PRICING_URL', parse: peerUrl },
      publish: { env: 'PUBLISH', parse: strategy, fallback: 'durable' },
    },
    env,
    wrongTelemetry(env),
  )
}
