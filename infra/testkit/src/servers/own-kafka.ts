import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePorts, prepareKafka } from '@tailspan/local'
import { createOperator, type KafkaOperator } from './kafka-operator.ts'
import { startBroker } from './start-broker.ts'

/** How a broker differs from the shared one. */
export type OwnKafkaOptions = {
  /** Lines of server.properties. */
  readonly settings?: Readonly<Record<string, string>>
  /** Names and passwords of those who may log in by SASL/PLAIN; without an ACL they may do nothing. */
  readonly users?: Readonly<Record<string, string>>
}

/** A broker of a test's own. */
export type OwnKafka = AsyncDisposable & {
  /** As in KAFKA_BROKERS; who comes here may do everything. */
  readonly brokers: string
  /** As in KAFKA_BROKERS; a listener with SASL_PLAINTEXT and ACLs, if there are users. */
  readonly guardedBrokers: string
  readonly operator: KafkaOperator
}

/**
 * Starts a broker of one's own, with its own settings, or with users and ACLs.
 *
 * errors:  those of @tailspan/local
 * repeats: several may run at once
 */
export async function startOwnKafka(options: OwnKafkaOptions = {}): Promise<OwnKafka> {
  const { settings = {}, users = {} } = options
  await using undo = new AsyncDisposableStack()
  const runtime = await prepareKafka()
  const dir = await mkdtemp(join(tmpdir(), 'tailspan-own-'))
  undo.defer(() => rm(dir, { recursive: true, force: true }))
  const [port = 0] = await findFreePorts(1)
  const listener = { name: 'GUARDED', port, advertisedPort: port, protocol: 'SASL_PLAINTEXT' }
  const isGuarded = Object.keys(users).length > 0
  const extraListeners = isGuarded
    ? [listener as typeof listener & { protocol: 'SASL_PLAINTEXT' }]
    : []
  const all = { ...(isGuarded && demandsOf(users)), ...settings }
  const kafka = undo.use(await startBroker({ runtime, dir, extraListeners, settings: all }))
  const running = undo.move()
  return {
    brokers: kafka.brokers,
    guardedBrokers: `127.0.0.1:${port}`,
    operator: createOperator(kafka.brokers),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

function demandsOf(users: Readonly<Record<string, string>>): Record<string, string> {
  const at = 'listener.name.guarded'
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required'
  const entries = Object.entries(users).map(([name, password]) => `user_${name}="${password}"`)
  return {
    [`${at}.sasl.enabled.mechanisms`]: 'PLAIN',
    [`${at}.plain.sasl.jaas.config`]: `${login} ${entries.join(' ')};`,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    // Brokers among themselves, and a test that grants rights.
    'super.users': 'User:ANONYMOUS',
  }
}
