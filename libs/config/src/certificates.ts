import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

const pem =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?(?:-----END [A-Z0-9 ]*CERTIFICATE-----|$)/g

/** The text of a file that an operator named; errors say nothing of what is in it. */
export function readNamedFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error('a file that can be read', { cause })
  }
}

/** The certificates of a file, all of them: one that is broken would be missed when it is needed. */
export function readCertificates(path: string): { text: string; first: X509Certificate } {
  const text = readNamedFile(path)
  try {
    const [first, ...others] = text.match(pem) ?? ['']
    for (const other of others) new X509Certificate(other)
    return { text, first: new X509Certificate(first) }
  } catch (cause) {
    throw new Error('a file with nothing but good certificates (PEM)', { cause })
  }
}
