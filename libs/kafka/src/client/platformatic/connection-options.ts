import type { ConnectionOptions } from '@platformatic/kafka'
import type { ClientSettings } from '../settings.ts'

const mechanisms = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
} as const

/** How one connection is opened. */
export function connectionOptions(
  { requestTimeoutMs, tls, sasl }: ClientSettings,
  serverName: string | undefined,
): ConnectionOptions {
  const options: ConnectionOptions = {
    connectTimeout: requestTimeoutMs,
  }
  if (tls) options.tls = tls === true ? {} : tls
  if (tls && serverName) options.tlsServerName = serverName
  if (sasl)
    options.sasl = {
      mechanism: mechanisms[sasl.mechanism],
      username: sasl.username,
      password: () => sasl.password.reveal(),
    }
  return options
}
