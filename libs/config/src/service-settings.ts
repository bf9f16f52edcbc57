import { kafkaSasl, kafkaTls } from './kafka-access.ts'
import { kafkaClientSettings, toClientOptions } from './kafka-client.ts'
import { duration, host, integer, oneOf, optional, port, secret, someTime } from './parsers.ts'
import type { Config, Setting } from './read-config.ts'
import { brokers } from './urls/brokers.ts'
import { databaseUrl } from './urls/database-url.ts'

/** What every service can be told; each names its own ports. */
export function serviceSettings(ports: { readonly http: number; readonly debug: number }) {
  return {
    httpHost: { env: 'HTTP_HOST', parse: host, fallback: '127.0.0.1' },
    httpPort: { env: 'HTTP_PORT', parse: port, fallback: String(ports.http) },
    httpProtocol: { env: 'HTTP_PROTOCOL', parse: oneOf('http1', 'h2c'), fallback: 'http1' },
    debugPort: { env: 'DEBUG_PORT', parse: port, fallback: String(ports.debug) },
    drainMs: { env: 'DRAIN', parse: someTime, fallback: '8s' },
    drainDelayMs: { env: 'DRAIN_DELAY', parse: duration, fallback: '0s' },
    logLevel: {
      env: 'LOG_LEVEL',
      parse: oneOf('debug', 'info', 'warn', 'error'),
      fallback: 'info',
    },
  } satisfies Record<string, Setting<unknown>>
}

/** What every service that stores is told; the URL has no default, it is a secret. */
export const databaseSettings = {
  databaseUrl: { env: 'DATABASE_URL', parse: databaseUrl },
  databasePassword: { env: 'DATABASE_PASSWORD', parse: optional(secret), fallback: '' },
  // Where the other leads through a pooler in transaction mode.
  databaseSessionUrl: { env: 'DATABASE_SESSION_URL', parse: optional(databaseUrl), fallback: '' },
  databasePool: { env: 'DATABASE_POOL', parse: integer({ min: 1, max: 1_000 }), fallback: '10' },
} as const satisfies Record<string, Setting<unknown>>

/** What every service that publishes or consumes events is told. */
export const kafkaSettings = {
  kafkaBrokers: { env: 'KAFKA_BROKERS', parse: brokers },
  kafkaTls: { env: 'KAFKA_TLS', parse: kafkaTls, fallback: 'false' },
  kafkaSasl: { env: 'KAFKA_SASL', parse: kafkaSasl, fallback: 'none' },
  ...kafkaClientSettings,
  kafkaCompression: {
    env: 'KAFKA_COMPRESSION',
    parse: oneOf('none', 'gzip', 'zstd'),
    fallback: 'none',
  },
  traceAsync: { env: 'TRACE_ASYNC', parse: oneOf('child', 'link'), fallback: 'child' },
} as const satisfies Record<string, Setting<unknown>>

/** Where the brokers are and how to speak to them, as it was read. */
export type KafkaConfig = Omit<Config<typeof kafkaSettings>, 'traceAsync'>

/** Those of `kafkaSettings` that say where the brokers are and how to speak to them, as a client is given them. */
export function toKafkaOptions(config: KafkaConfig) {
  const { kafkaBrokers: brokers, kafkaTls: tls, kafkaSasl: sasl } = config
  const { kafkaCompression: compression } = config
  return { brokers, tls, sasl, compression, ...toClientOptions(config) }
}

type DatabaseConfig = Pick<
  Config<typeof databaseSettings>,
  'databaseUrl' | 'databasePassword' | 'databaseSessionUrl' | 'databasePool'
>

/** Those of `databaseSettings`, as a database is given them: with the password in its URLs, encoded. */
export function toDatabaseOptions(config: DatabaseConfig) {
  const { databaseUrl: place, databaseSessionUrl: direct, databasePool: maxConnections } = config
  const password = config.databasePassword?.reveal()
  const sessionUrl = direct && withPassword(direct.reveal(), password)
  return { url: withPassword(place.reveal(), password), sessionUrl, maxConnections }
}

function withPassword(place: string, password: string | undefined): string {
  if (password === undefined) return place
  const encoded = encodeURIComponent(password)
  const [, start, user, rest] = /^([^:]+:\/\/)([^:@/?]*)(?::[^@/?]*)?(@.*)$/s.exec(place) ?? []
  if (start && user) return `${start}${user}:${encoded}${rest}`
  return `${place}${place.includes('?') ? '&' : '?'}password=${encoded}`
}
