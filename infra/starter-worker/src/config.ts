import { databaseSettings, kafkaSettings, readConfig, serviceSettings } from '@tailspan/config'
import { wrongTelemetry } from '@tailspan/telemetry'

export type WorkerConfig = ReturnType<typeof readWorkerConfig>

export function readWorkerConfig(env = process.env) {
  return readConfig(
    { ...serviceSettings({ http: 8081, debug: 8002 }), ...databaseSettings, ...kafkaSettings },
    env,
    wrongTelemetry(env),
  )
}
