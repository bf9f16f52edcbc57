import {
  databaseSettings,
  kafkaSettings,
  outboxSettings,
  readConfig,
  serviceSettings,
  wrongWithConnector,
} from '@tailspan/config'
import { wrongTelemetry } from '@tailspan/telemetry'

export type IntakeConfig = ReturnType<typeof readIntakeConfig>

export function readIntakeConfig(env = process.env) {
  return readConfig(
    {
      ...serviceSettings({ http: 8080, debug: 8001 }),
      ...databaseSettings,
      ...kafkaSettings,
      ...outboxSettings,
    },
    env,
    [...wrongTelemetry(env), ...wrongWithConnector(env)],
  )
}
