export { type KafkaSasl, type KafkaTls, kafkaSasl, kafkaTls } from './kafka-access.ts'
export {
  duration,
  flag,
  hosts,
  integer,
  oneOf,
  optional,
  type Parse,
  port,
  secret,
  text,
  url,
} from './parsers.ts'
export { type Config, ConfigError, readConfig, type Setting, type Settings } from './read-config.ts'
export { Secret } from './secret.ts'
export {
  databaseSettings,
  kafkaSettings,
  serviceSettings,
  toKafkaOptions,
} from './service-settings.ts'
