import { ownEnv } from '@tailspan/local'
import type { Runner } from '@tailspan/local/start'

/** What a program that asks Kafka and PostgreSQL is told: where they are. */
export function childEnv({ kafkaBrokers, databaseUrl, ports }: Runner) {
  return {
    ...ownEnv,
    KAFKA_BROKERS: kafkaBrokers,
    DATABASE_URL: databaseUrl,
    // It is part of the URL.
    DATABASE_PASSWORD: undefined,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${ports.otlp}`,
  }
}
