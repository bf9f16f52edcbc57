import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readCertificates, readNamedFile } from '../certificates.ts'

const modes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify']
const closed: Readonly<Record<string, readonly string[]>> = {
  sslmode: modes,
  ssl: ['true', 'false', '1', '0', 'no-verify'],
  sslnegotiation: ['postgres', 'direct'],
}
const files = ['sslrootcert', 'sslcert', 'sslkey']

/**
 * Checks the parameters of a database URL that are about TLS, and the files that they name.
 *
 * errors: an Error whose text says what to do; names of parameters are in it, values are not
 */
export function assertTls(parameters: URLSearchParams): void {
  for (const [name, value] of parameters) assertKnown(name, value)
  assertFiles(parameters)
  const one = (name: string, value: string) => parameters.get(name) === value
  if (
    one('uselibpqcompat', 'true') &&
    one('sslmode', 'verify-ca') &&
    !parameters.get('sslrootcert')
  )
    throw new Error('must have sslrootcert with uselibpqcompat=true and sslmode=verify-ca')
  if (one('sslnegotiation', 'direct') && one('sslmode', 'disable'))
    throw new Error('must not have sslmode=disable with sslnegotiation=direct')
}

function assertKnown(name: string, value: string): void {
  const words = closed[name]
  if (words && !words.includes(value))
    throw new Error(`must have one of ${words.join(', ')} as ${name}`)
  // One that pg passes over would leave a connection less secure than its operator thinks.
  if (/^ssl/i.test(name) && !words && !files.includes(name))
    throw new Error(
      'must have no other parameters for TLS than sslmode, sslrootcert, sslcert, sslkey',
    )
}

function assertFiles(parameters: URLSearchParams): void {
  const [ca, certificate, key] = files.map((name) => parameters.get(name))
  if (ca) named('sslrootcert', () => readCertificates(ca))
  if (!certificate !== !key) throw new Error('must have both sslcert and sslkey, or neither')
  if (!certificate || !key) return
  const { first } = named('sslcert', () => readCertificates(certificate))
  if (!first.checkPrivateKey(named('sslkey', () => readKey(key))))
    throw new Error('must have an sslkey that belongs to its sslcert')
}

function readKey(path: string): KeyObject {
  const text = readNamedFile(path)
  try {
    return createPrivateKey(text)
  } catch (cause) {
    throw new Error('a file with a private key without a passphrase (PEM)', { cause })
  }
}

function named<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new Error(`must have ${(cause as Error).message} as ${name}`, { cause })
  }
}
