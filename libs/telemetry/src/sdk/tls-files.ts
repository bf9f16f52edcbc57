import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'

/** What a collector that speaks TLS is checked against, and who we are for it. */
export type TlsFiles = { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer }

type Find = (setting: string) => readonly [variable: string, path: string] | undefined
type Wrong = (sentence: string) => void

const certificate = 'must be a file that begins with a certificate (PEM)'
const privateKey = 'must be a file with a private key (PEM) that needs no passphrase'

/**
 * Reads the files that CERTIFICATE, CLIENT_CERTIFICATE and CLIENT_KEY name.
 *
 * errors: none: `wrong` gets a sentence for each that is missing or unusable
 */
export function readTlsFiles(find: Find, wrong: Wrong): TlsFiles {
  const read = (setting: string, check: (pem: Buffer) => unknown, must: string) => {
    const found = find(setting)
    return found && readChecked(found, check, () => wrong(`${found[0]} ${must}`))
  }
  const asCertificate = (pem: Buffer) => new X509Certificate(pem)
  const ca = read('CERTIFICATE', asCertificate, certificate)
  const cert = read('CLIENT_CERTIFICATE', asCertificate, certificate)
  const key = read('CLIENT_KEY', createPrivateKey, privateKey)
  const files = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) }
  checkPair(find, files, wrong)
  return files
}

function readChecked(
  [, path]: readonly [string, string],
  check: (pem: Buffer) => unknown,
  refuse: () => void,
): Buffer | undefined {
  try {
    const pem = readFileSync(path)
    check(pem)
    return pem
  } catch {
    refuse()
    return undefined
  }
}

function checkPair(find: Find, files: TlsFiles, wrong: Wrong): void {
  const [cert, key] = [find('CLIENT_CERTIFICATE'), find('CLIENT_KEY')]
  if (cert && !key) wrong(`${cert[0]} needs a CLIENT_KEY beside it`)
  if (key && !cert) wrong(`${key[0]} needs a CLIENT_CERTIFICATE beside it`)
  if (!cert || !key || !files.cert || !files.key) return
  try {
    createSecureContext(files)
  } catch {
    wrong(`${key[0]} must be the key of ${cert[0]}`)
  }
}
