import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const dayMs = 86_400_000

/** A certificate and its key, as PEM and as files. */
export type Identity = {
  readonly cert: string
  readonly key: string
  readonly certFile: string
  readonly keyFile: string
}

/** An authority of the test's own, and those it vouches for. */
export type Authority = AsyncDisposable & Identity & { issue(name: string): Promise<Identity> }

/** Makes an authority whose files are gone when the test leaves it. */
export async function openAuthority(): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), 'tailspan-tls-'))
  const own = await makeKeys()
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity('CN=authority'),
    name: 'CN=authority',
    keys: own,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  })
  async function issue(name: string): Promise<Identity> {
    const keys = await makeKeys()
    const certificate = await x509.X509CertificateGenerator.create({
      ...validity(`CN=${name}`),
      issuer: root.subject,
      publicKey: keys.publicKey,
      signingKey: own.privateKey,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
    })
    return save(join(folder, name), certificate, keys)
  }
  return {
    ...(await save(join(folder, 'authority'), root, own)),
    issue,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}

function validity(subject: string) {
  const nowMs = Date.now()
  const [notBefore, notAfter] = [new Date(nowMs - dayMs), new Date(nowMs + dayMs)]
  return { subject, notBefore, notAfter, signingAlgorithm: algorithm }
}

function makeKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

async function save(
  path: string,
  certificate: x509.X509Certificate,
  keys: webcrypto.CryptoKeyPair,
) {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  const identity = {
    cert: certificate.toString('pem'),
    key: x509.PemConverter.encode(pkcs8, x509.PemConverter.PrivateKeyTag),
    certFile: `${path}.pem`,
    keyFile: `${path}.key`,
  }
  await Promise.all([
    writeFile(identity.certFile, identity.cert),
    writeFile(identity.keyFile, identity.key),
  ])
  return identity
}
