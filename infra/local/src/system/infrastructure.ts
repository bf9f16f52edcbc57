import { join } from 'node:path'
import type { Env } from '../config.ts'
import { findFreePorts } from '../free-ports.ts'
import { brokerName } from '../kafka/broker.ts'
import { newId } from '../kafka/format.ts'
import type { KafkaRuntime } from '../kafka/jvm.ts'
import { startKafka } from '../kafka/kafka.ts'
import type { ClusterNode, ExtraListener } from '../kafka/server-properties.ts'
import { startMailCatcher } from '../mail/mail-catcher.ts'
import type { Ports } from '../ports.ts'
import { startPostgres } from '../postgres/postgres.ts'
import type { Part } from '../supervision/part.ts'

/** What the infrastructure is started with. */
export type InfrastructureNeeds = {
  readonly ports: Ports
  readonly state: string
  readonly env: Env
  readonly extraListeners?: readonly ExtraListener[]
  readonly brokers?: 1 | 3
}

/** Where PostgreSQL's folder lies in a state folder. */
export function postgresDir(state: string): string {
  return join(state, 'postgres')
}

/** One broker or three, each a part of the system; the first one has the port that was chosen. */
export async function toKafkaParts(
  needs: InfrastructureNeeds,
  runtime: Promise<KafkaRuntime>,
): Promise<BrokerPart[]> {
  const { ports, brokers = 1 } = needs
  const free = await findFreePorts(2 * (brokers - 1))
  const portPairs = [[ports.kafka, ports.kafkaController], ...pairs(free)]
  const controllerPorts = portPairs.map(([, controllerPort = 0]) => controllerPort)
  const clusterId = newId()
  return portPairs.map(([port = 0], i) =>
    toKafkaPart({ ...needs, port, node: { id: i + 1, controllerPorts, clusterId } }, runtime),
  )
}

/** A broker, and where clients find it. */
export type BrokerPart = Part & { readonly address: string }

type BrokerNeeds = InfrastructureNeeds & { readonly port: number; readonly node: ClusterNode }

function toKafkaPart(needs: BrokerNeeds, runtime: Promise<KafkaRuntime>): BrokerPart {
  const { port, node, state, extraListeners = [] } = needs
  const name = brokerName(node)
  const address = `127.0.0.1:${port}`
  return {
    name,
    address,
    place: address,
    start: async (signal) =>
      startKafka({
        runtime: await runtime,
        dir: join(state, name),
        state,
        port,
        node,
        signal,
        controllerPort: node.controllerPorts[node.id - 1] ?? 0,
        extraListeners: node.id === 1 ? extraListeners : [],
      }),
  }
}

function pairs(numbers: readonly number[]): number[][] {
  return numbers.flatMap((one, i) => (i % 2 === 0 ? [[one, numbers[i + 1] ?? 0]] : []))
}

/** PostgreSQL as a part of the system; `onStart` gets its URL, which has the superuser's password in it. */
export function toPostgresPart(
  { ports, state }: InfrastructureNeeds,
  onStart: (adminUrl: string) => Promise<void>,
): Part {
  return {
    name: 'postgres',
    place: `127.0.0.1:${ports.postgres}`,
    async start(signal) {
      const postgres = await startPostgres({
        dir: postgresDir(state),
        state,
        port: ports.postgres,
        signal,
      })
      await onStart(postgres.adminUrl)
      return postgres
    },
  }
}

/** The mail catcher as a part of the system. */
export function toMailPart({ ports, state }: InfrastructureNeeds): Part {
  return {
    name: 'mail',
    place: `http://127.0.0.1:${ports.mail}`,
    start: (signal) =>
      startMailCatcher({
        dir: join(state, 'mail'),
        state,
        smtpPort: ports.smtp,
        webPort: ports.mail,
        signal,
      }),
  }
}
