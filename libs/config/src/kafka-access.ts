import { readCertificates } from './certificates.ts'
import { type Parse, withoutControls } from './parsers.ts'
import { Secret } from './secret.ts'

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const

/** Who we are for a broker that asks. */
export type KafkaSasl = {
  readonly mechanism: (typeof mechanisms)[number]
  readonly username: string
  readonly password: Secret
}

/** Whether to speak TLS, and whose signature a broker's certificate must have. */
export type KafkaTls = boolean | { readonly ca: string }

/**
 * How to speak to Kafka: `false` in the clear, `true` with TLS and the authorities that Node knows, a file
 * with TLS and exactly the certificates in it.
 */
export const kafkaTls: Parse<KafkaTls> = (text) => {
  if (text === 'true' || text === 'false') return text === 'true'
  try {
    return { ca: readCertificates(text).text }
  } catch (cause) {
    throw new Error(`must be true, false, or ${(cause as Error).message}`, { cause })
  }
}

/** `none`, or mechanism, user and password with colons between; the password may hold further ones. */
export const kafkaSasl: Parse<KafkaSasl | undefined> = (text) => {
  if (text === 'none') return undefined
  const [, name = '', username = '', password = ''] = /^([^:]*):([^:]+):(.+)$/s.exec(text) ?? []
  const mechanism = mechanisms.find((one) => one === name)
  if (!mechanism) throw new Error(`must be mechanism:user:password with ${mechanisms.join(', ')}`)
  // SASLprep knows none of them.
  withoutControls(text)
  return { mechanism, username, password: new Secret(password) }
}
