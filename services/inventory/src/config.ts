import { databaseSettings, kafkaSettings, readConfig, serviceSettings } from '@tailspan/config'
import { wrongTelemetry } from '@tailspan/telemetry'

export type InventoryConfig = ReturnType<typeof readInventoryConfig>

export function readInventoryConfig(env = process.env) {
  return readConfig(
    { ...serviceSettings({ http: 8081, debug: 8002 }), ...databaseSettings, ...kafkaSettings },
    env,
    wrongTelemetry(env),
  )
}
