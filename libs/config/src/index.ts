export {
  duration,
  flag,
  hosts,
  integer,
  oneOf,
  type Parse,
  port,
  secret,
  text,
  url,
} from './parsers.ts'
export { type Config, ConfigError, readConfig, type Setting, type Settings } from './read-config.ts'
export { Secret } from './secret.ts'
