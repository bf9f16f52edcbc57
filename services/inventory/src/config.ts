import {
  databaseSettings,
  kafkaSettings,
  outboxSettings,
  readConfig,
  serviceSettings,
  wrongWithConnector,
} from '@tailspan/config'
import { wrongTelemetry } from '@tailspan/telemetry'

export type InventoryConfig = ReturnType<typeof readInventoryConfig>

export function readInventoryConfig(env = process.env) {
  return readConfig(
    {
      ...serviceSettings({ http: 8081, debug: 8002 }),
      ...databaseSettings,
      ...kafkaSettings,
      ...outboxSettings,
    },
    env,
    [...wrongTelemetry(env), ...wrongWithConnector(env)],
  )
}
