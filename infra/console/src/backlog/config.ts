import { databaseSettings, kafkaSettings, readConfig } from '@tailspan/config'

const { kafkaBrokers, kafkaTls, kafkaSasl, kafkaCompression } = kafkaSettings
const { databaseUrl } = databaseSettings

/** Where Kafka and the database are. */
export function readBacklogConfig(env = process.env) {
  return readConfig({ kafkaBrokers, kafkaTls, kafkaSasl, kafkaCompression, databaseUrl }, env)
}

export type BacklogConfig = ReturnType<typeof readBacklogConfig>
