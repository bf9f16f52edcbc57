import {
  brokers,
  databaseSettings,
  host,
  oneOf,
  peerUrl,
  port,
  readConfig,
  toDatabaseOptions,
} from '@tailspan/config'
import { readPorts } from '@tailspan/local'

/** Where the console listens in its container, where it asks the parts, at which ports of this machine people find them. */
export function readReadOnlyConfig(env = process.env) {
  const config = readConfig(
    {
      ...databaseSettings,
      kafkaBrokers: { env: 'KAFKA_BROKERS', parse: brokers },
      mailUrl: { env: 'MAIL_URL', parse: peerUrl },
      jaegerUrl: { env: 'JAEGER_URL', parse: peerUrl },
      protocol: { env: 'HTTP_PROTOCOL', parse: oneOf('http1', 'h2c'), fallback: 'http1' },
      httpHost: { env: 'HTTP_HOST', parse: host, fallback: '127.0.0.1' },
      httpPort: { env: 'HTTP_PORT', parse: port, fallback: '8090' },
    },
    env,
  )
  const { mailUrl, jaegerUrl, protocol, httpHost, httpPort } = config
  return {
    mailUrl,
    jaegerUrl,
    protocol,
    httpHost,
    httpPort,
    ports: readPorts(env),
    kafkaBrokers: config.kafkaBrokers.join(),
    databaseUrl: toDatabaseOptions(config).url,
  }
}

export type ReadOnlyConfig = ReturnType<typeof readReadOnlyConfig>
