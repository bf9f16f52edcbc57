import pins from '../../debezium-artifacts.json' with { type: 'json' }
import type { PinnedJar } from '../artifacts/pinned-jars.ts'

/** Kafka Connect and Debezium's connector for PostgreSQL, beside the jars of the broker. */
export const debeziumJars: readonly PinnedJar[] = pins
