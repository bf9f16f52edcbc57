import { toKafkaOptions } from '@tailspan/config'
import { topics } from '@tailspan/contracts'
import { createDebug } from '@tailspan/debug'
import { createHttpServer, Router } from '@tailspan/http'
import { createConsumer, createKafka, createKafkaAdmin, createProducer } from '@tailspan/kafka'
import { type Actor, createReadiness, type Readiness } from '@tailspan/lifecycle'
import { createDatabase } from '@tailspan/postgres'
import { type Log, telemetryActor } from '@tailspan/telemetry'
import type { NotificationConfig } from './config.ts'
import { createSendMailOnce } from './domain/send-mail-once.ts'
import { orderHandlers } from './kafka/order-handlers.ts'
import { createMailLog } from './postgres/mail-log.ts'
import type { Tables } from './postgres/tables.ts'
import { createMailer } from './smtp/mailer.ts'

type Wired = { readonly actors: readonly Actor[]; readonly readiness: Readiness }

const migrations = new URL('../migrations/', import.meta.url)

/** The notification service: its actors, dependencies first. */
export function wire({ config, log }: { config: NotificationConfig; log: Log }): Wired {
  const readiness = createReadiness()
  const database = openDatabase(config, log)
  const mailer = createMailer({ url: config.smtpUrl, from: config.mailFrom })
  const kafka = createKafka({ ...toKafkaOptions(config), clientId: 'notification', log })
  const admin = createKafkaAdmin(kafka, Object.values(topics))
  const producer = createProducer(kafka)
  const sendMail = createSendMailOnce({
    log: createMailLog(database),
    sendMail: mailer.send,
    now: () => new Date(),
  })
  const consumer = createConsumer(kafka, {
    ...{
      groupId: 'notification',
      topics: [topics.orders.topic],
      handlers: orderHandlers(sendMail),
    },
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
  readiness.add('smtp', mailer.ping)
  return {
    readiness,
    actors: debug.supervise([
      telemetryActor(),
      database.actor,
      admin.actor,
      producer.actor,
      mailer.actor,
      consumer.actor,
      server.actor,
    ]),
  }
}

function openDatabase({ databaseUrl, databasePool: maxConnections }: NotificationConfig, log: Log) {
  const url = databaseUrl.reveal()
  return createDatabase<Tables>({ url, name: 'notification', migrations, maxConnections, log })
}
