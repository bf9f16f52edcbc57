import { toDatabaseOptions, toKafkaOptions } from '@tailspan/config'
import { createDebug } from '@tailspan/debug'
import { createHttpServer, Router } from '@tailspan/http'
import { createConsumer, createKafka, createKafkaAdmin, createProducer } from '@tailspan/kafka'
import { type Actor, createReadiness, inBackground, type Readiness } from '@tailspan/lifecycle'
import { createInboxRetention } from '@tailspan/outbox'
import { createDatabase } from '@tailspan/postgres'
import { topics } from '@tailspan/starter-contracts'
import { type Log, telemetryActor } from '@tailspan/telemetry'
import type { WorkerConfig } from './config.ts'
import { createDoJob } from './domain/do-job.ts'
import { jobHandlers } from './kafka/job-handlers.ts'
import { createDoneJobs } from './postgres/done-jobs.ts'
import type { Tables } from './postgres/tables.ts'

type Wired = { readonly actors: readonly Actor[]; readonly readiness: Readiness }

const service = 'worker'
const migrations = new URL('../migrations/', import.meta.url)

/** The worker service: its actors, dependencies first. */
export async function wire({ config, log }: { config: WorkerConfig; log: Log }): Promise<Wired> {
  const readiness = createReadiness()
  const database = createDatabase<Tables>({
    ...toDatabaseOptions(config),
    name: service,
    migrations,
    log,
  })
  const kafka = await createKafka({ ...toKafkaOptions(config), clientId: service, log })
  const admin = createKafkaAdmin(kafka, { reads: [topics.jobs] })
  // For dead letters.
  const producer = createProducer(kafka)
  const doJob = createDoJob({ doneJobs: createDoneJobs(database), now: () => new Date() })
  const consumer = createConsumer(kafka, {
    groupId: service,
    topics: [topics.jobs.topic],
    handlers: jobHandlers(doJob),
    producer,
    traceAsync: config.traceAsync,
  })
  const server = createHttpServer({
    host: config.httpHost,
    port: config.httpPort,
    protocol: config.httpProtocol,
    routes: new Router(),
    readiness,
    log,
  })
  const debug = createDebug({ port: config.debugPort, readiness, log })
  readiness.add('postgres', database.ping)
  readiness.add('kafka', admin.ping)
  readiness.add('kafka rights', admin.rights)
  readiness.add('consumer', consumer.check)
  readiness.add('consumer group', consumer.membership)
  return {
    readiness,
    actors: debug.supervise([
      telemetryActor(),
      database.actor,
      createInboxRetention({ database, log }),
      // Without Kafka it runs, and says at /readyz what it lacks.
      inBackground(producer.actor),
      inBackground(admin.actor, consumer.actor),
      server.actor,
    ]),
  }
}
