import {
  databaseSettings,
  kafkaSettings,
  oneOf,
  outboxSettings,
  peerUrl,
  readConfig,
  serviceSettings,
  wrongWithConnector,
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
      ...outboxSettings,
      inventoryUrl: { env: 'INVENTORY_URL', parse: peerUrl },
      pricingUrl: { env: 'PRICING_URL', parse: peerUrl },
      publish: { env: 'PUBLISH', parse: strategy, fallback: 'durable' },
    },
    env,
    [...wrongTelemetry(env), ...wrongWithConnector(env), ...wrongStrategy(env)],
  )
}

// The other strategies publish past the outbox, and then two ways lead to the topic.
function wrongStrategy({ EVENTS, PUBLISH }: typeof process.env): readonly string[] {
  const isWrong = EVENTS === 'debezium' && (PUBLISH || 'durable') !== 'durable'
  return isWrong ? ['PUBLISH must be durable with EVENTS=debezium'] : []
}
