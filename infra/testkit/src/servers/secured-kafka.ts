import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { findFreePorts, prepareKafka, runKafkaTool } from '@tailspan/local'
import { startTcpProxy } from '../tcp/tcp-proxy.ts'
import { startBroker } from './start-broker.ts'

/** A broker that demands TLS and a password. */
export type SecuredKafka = AsyncDisposable & {
  /** As in KAFKA_BROKERS; behind it is a listener with SASL_SSL. */
  readonly brokers: string
  /** A file with the certificate that the broker shows: nobody else vouches for it. */
  readonly caFile: string
  readonly username: string
  readonly password: string
  /** Makes another one the good one, for SCRAM-SHA-512 alone; connections that stand stay. */
  changePassword(password: string): Promise<void>
  /** Resets the connections of all clients. */
  sever(): void
}

const username = 'tailspan'
const password = 'a:secret'

/**
 * Starts a broker of one's own with a self-made certificate, for PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512.
 *
 * errors:  those of @tailspan/local
 * repeats: several may run at once
 */
export async function startSecuredKafka(): Promise<SecuredKafka> {
  await using undo = new AsyncDisposableStack()
  const runtime = await prepareKafka()
  const dir = await mkdtemp(join(tmpdir(), 'tailspan-secured-'))
  undo.defer(() => rm(dir, { recursive: true, force: true }))
  const caFile = await makeCertificate(runtime.java.path, dir)
  const [port = 0] = await findFreePorts(1)
  const wire = undo.use(await startTcpProxy({ target: { port } }))
  const address = { port, advertisedPort: wire.port }
  const listener = { name: 'SECURED', ...address, protocol: 'SASL_SSL' } as const
  const { brokers } = undo.use(
    await startBroker({
      runtime,
      dir,
      extraListeners: [listener],
      settings: demands(dir),
      users: { [username]: password },
    }),
  )
  const running = undo.move()
  return {
    brokers: wire.address,
    caFile,
    username,
    password,
    async changePassword(next) {
      const change = ['--alter', '--add-config', `SCRAM-SHA-512=[password=${next}]`]
      const user = ['--entity-type', 'users', '--entity-name', username]
      const tool = ['kafka.admin.ConfigCommand', '--bootstrap-server', brokers] as const
      await runKafkaTool(runtime, [...tool, ...change, ...user])
    },
    sever: wire.sever,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

const storePassword = 'changeit'
const keyStore = (dir: string) => join(dir, 'keys.p12')

/** The certificate of 127.0.0.1, by the tool that comes with every Java. */
async function makeCertificate(java: string, dir: string): Promise<string> {
  const keytool = dirname(java) === '.' ? 'keytool' : join(dirname(java), 'keytool')
  const store = ['-keystore', keyStore(dir), '-storepass', storePassword, '-alias', 'kafka']
  const run = (...args: string[]) => promisify(execFile)(keytool, [...args, ...store])
  const caFile = join(dir, 'certificate.pem')
  const name = ['-dname', 'CN=kafka', '-ext', 'san=ip:127.0.0.1']
  await run('-genkeypair', '-storetype', 'PKCS12', '-keyalg', 'EC', '-validity', '30', ...name)
  await run('-exportcert', '-rfc', '-file', caFile)
  return caFile
}

function demands(dir: string): Record<string, string> {
  const login = 'org.apache.kafka.common.security'
  const at = 'listener.name.secured'
  const scram = `${login}.scram.ScramLoginModule required;`
  return {
    [`${at}.ssl.keystore.type`]: 'PKCS12',
    [`${at}.ssl.keystore.location`]: keyStore(dir),
    [`${at}.ssl.keystore.password`]: storePassword,
    [`${at}.sasl.enabled.mechanisms`]: 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    [`${at}.plain.sasl.jaas.config`]: `${login}.plain.PlainLoginModule required user_${username}="${password}";`,
    [`${at}.scram-sha-256.sasl.jaas.config`]: scram,
    [`${at}.scram-sha-512.sasl.jaas.config`]: scram,
  }
}
