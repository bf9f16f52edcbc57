import { join } from 'node:path'
import type { Env } from '../config.ts'
import type { KafkaRuntime } from '../kafka/jvm.ts'
import { startKafka } from '../kafka/kafka.ts'
import type { ExtraListener } from '../kafka/server-properties.ts'
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
}

/** Where PostgreSQL's folder lies in a state folder. */
export function postgresDir(state: string): string {
  return join(state, 'postgres')
}

/** Kafka as a part of the system. */
export function toKafkaPart(needs: InfrastructureNeeds, runtime: Promise<KafkaRuntime>): Part {
  const { ports, state, extraListeners = [] } = needs
  return {
    name: 'kafka',
    place: `127.0.0.1:${ports.kafka}`,
    start: async (signal) =>
      startKafka({
        runtime: await runtime,
        dir: join(state, 'kafka'),
        state,
        port: ports.kafka,
        controllerPort: ports.kafkaController,
        extraListeners,
        signal,
      }),
  }
}

/** PostgreSQL as a part of the system; `onStart` hears its URL, which has the superuser's password in it. */
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
