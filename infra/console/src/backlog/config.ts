import { databaseSettings, kafkaSettings, readConfig } from '@tailspan/config'

const { traceAsync: _, ...kafka } = kafkaSettings
const { databaseUrl } = databaseSettings

/** Where Kafka and the database are. */
export function readBacklogConfig(env = process.env) {
  return readConfig({ ...kafka, databaseUrl }, env)
}

export type BacklogConfig = ReturnType<typeof readBacklogConfig>
