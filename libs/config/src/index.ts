export { type KafkaSasl, type KafkaTls, kafkaSasl, kafkaTls } from './kafka-access.ts'
export { outboxSettings, wrongWithConnector } from './outbox-settings.ts'
export {
  duration,
  flag,
  host,
  integer,
  mailbox,
  oneOf,
  optional,
  type Parse,
  port,
  secret,
  someTime,
  text,
} from './parsers.ts'
export { type Config, ConfigError, readConfig, type Setting, type Settings } from './read-config.ts'
export { Secret } from './secret.ts'
export {
  databaseSettings,
  type KafkaConfig,
  kafkaSettings,
  serviceSettings,
  toDatabaseOptions,
  toKafkaOptions,
} from './service-settings.ts'
export { brokers } from './urls/brokers.ts'
export { databaseUrl } from './urls/database-url.ts'
export { peerUrl } from './urls/peer-url.ts'
export { smtpUrl } from './urls/smtp-url.ts'
