import { randomUUIDv7 } from 'node:crypto'
import { toDatabaseOptions, toKafkaOptions } from '@tailspan/config'
import { createDebug } from '@tailspan/debug'
import { createHttpServer } from '@tailspan/http'
import { createKafka, createKafkaAdmin, createProducer } from '@tailspan/kafka'
import {
  type Actor,
  createReadiness,
  createTaskRegistry,
  inBackground,
  type Readiness,
} from '@tailspan/lifecycle'
import { createOutbox } from '@tailspan/outbox'
import { createDatabase } from '@tailspan/postgres'
import { baggageKeys, topics } from '@tailspan/starter-contracts'
import { type Log, telemetryActor } from '@tailspan/telemetry'
import type { IntakeConfig } from './config.ts'
import { createAcceptJob } from './domain/accept-job.ts'
import { jobRoutes } from './http/job-routes.ts'
import { createJobStore } from './postgres/job-store.ts'
import type { Tables } from './postgres/tables.ts'

type Wired = { readonly actors: readonly Actor[]; readonly readiness: Readiness }

const service = 'intake'
const migrations = new URL('../migrations/', import.meta.url)

/** The intake service: its actors, dependencies first. */
export async function wire({ config, log }: { config: IntakeConfig; log: Log }): Promise<Wired> {
  const readiness = createReadiness()
  const database = createDatabase<Tables>({
    ...toDatabaseOptions(config),
    name: service,
    migrations,
    log,
  })
  const kafka = await createKafka({ ...toKafkaOptions(config), clientId: service, log })
  const admin = createKafkaAdmin(kafka, { writes: [topics.jobs] })
  const producer = createProducer(kafka)
  const tasks = createTaskRegistry({ maxRunning: 5_000, maxQueued: 5_000, log })
  const outbox = createOutbox({ database, producer, tasks, log, sender: config.events })
  const jobs = createJobStore(outbox)
  const acceptJob = createAcceptJob({ jobs, now: () => new Date(), newId: randomUUIDv7 })
  const server = createHttpServer({
    host: config.httpHost,
    port: config.httpPort,
    protocol: config.httpProtocol,
    routes: jobRoutes({ acceptJob }),
    baggageAllow: baggageKeys,
    readiness,
    log,
  })
  const debug = createDebug({ port: config.debugPort, readiness, tasks: [tasks], log })
  readiness.add('postgres', database.ping)
  // A broker that is away is waited for; a missing right is a mistake that somebody must mend.
  readiness.add('kafka', admin.ping, { vital: false })
  readiness.add('kafka rights', admin.rights)
  return {
    readiness,
    actors: debug.supervise([
      telemetryActor(),
      database.actor,
      // Jobs are taken without Kafka: they lie in the outbox until it is there.
      inBackground(producer.actor),
      outbox.relay,
      tasks.actor,
      inBackground(admin.actor),
      server.actor,
    ]),
  }
}
