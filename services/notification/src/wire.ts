import { toDatabaseOptions, toKafkaOptions } from '@tailspan/config'
import { topics } from '@tailspan/contracts'
import { createDebug } from '@tailspan/debug'
import { createHttpServer } from '@tailspan/http'
import {
  createConsumer,
  createKafka,
  createKafkaAdmin,
  createProducer,
  createRedelivery,
  type Kafka,
  type Producer,
} from '@tailspan/kafka'
import { type Actor, createReadiness, inBackground, type Readiness } from '@tailspan/lifecycle'
import { createDatabase, createRetention, type Database } from '@tailspan/postgres'
import { createRareWarning, type Log, telemetryActor } from '@tailspan/telemetry'
import type { NotificationConfig } from './config.ts'
import { createRetries } from './deferred/create-retries.ts'
import { createDeliverMail } from './domain/deliver-mail.ts'
import { MailsInHand } from './domain/mails-in-hand.ts'
import { createLastRetry, createRetryMail, type RetryMail } from './domain/retry-mail.ts'
import { documentRoutes } from './http/document-routes.ts'
import { orderHandlers } from './kafka/order-handlers.ts'
import { createDeferredMails } from './postgres/deferred-mails.ts'
import { createMailLog } from './postgres/mail-log.ts'
import type { Tables } from './postgres/tables.ts'
import { createMailer } from './smtp/mailer.ts'

type Needs = { readonly config: NotificationConfig; readonly log: Log }
type Wired = { readonly actors: readonly Actor[]; readonly readiness: Readiness }

const service = 'notification'
const migrations = new URL('../migrations/', import.meta.url)
// How long a deferred mail rests after the process that had it in hand was killed.
const leaseMs = 30_000
// As the inboxes of other services: more than topics and dead letters are kept.
const oldMails = { table: 'mails', column: 'sent_at', olderThanMs: 14 * 86_400_000 }

/** The notification service: its actors, dependencies first. */
export async function wire({ config, log }: Needs): Promise<Wired> {
  const readiness = createReadiness()
  const database = openDatabase(config, log)
  const kafka = await createKafka({ ...toKafkaOptions(config), clientId: service, log })
  const admin = createKafkaAdmin(kafka, { reads: [topics.orders] })
  const producer = createProducer(kafka)
  const mailing = wireMailing({ config, log, database, kafka, producer })
  const server = createHttpServer({
    host: config.httpHost,
    port: config.httpPort,
    protocol: config.httpProtocol,
    routes: documentRoutes(),
    readiness,
    log,
  })
  const debug = createDebug({ port: config.debugPort, readiness, log })
  readiness.add('postgres', database.ping)
  readiness.add('kafka', admin.ping)
  readiness.add('kafka rights', admin.rights)
  readiness.add('consumer', mailing.check)
  readiness.add('consumer group', mailing.membership)
  readiness.add('smtp', mailing.ping)
  return {
    readiness,
    actors: debug.supervise([
      telemetryActor(),
      database.actor,
      createRetention({ ...oldMails, database, log }),
      // Without Kafka it runs, and says at /readyz what it lacks.
      inBackground(producer.actor),
      ...mailing.actors,
      inBackground(admin.actor, mailing.consumer),
      server.actor,
    ]),
  }
}

type Mailing = {
  readonly config: NotificationConfig
  readonly log: Log
  readonly database: Database<Tables>
  readonly kafka: Kafka
  readonly producer: Producer
}

// A mail's first delivery comes from the consumer, further ones from the table of deferred mails.
function wireMailing({ config, log, database, kafka, producer }: Mailing) {
  const mailer = createMailer({ url: config.smtpUrl, from: config.mailFrom })
  const mailLog = createMailLog(database)
  const inHand = new MailsInHand({
    mailLog,
    sendMail: mailer.send,
    now: () => new Date(),
    onNotNoted: ({ orderId, occasion }, err) =>
      log.warn('mail.sent-not-noted', { orderId, occasion, err }),
  })
  const needs = { mailLog, sendOnce: inHand.sendOnce }
  const group = { groupId: service, producer, traceAsync: config.traceAsync }
  const redeliveryTo = (retry: RetryMail) =>
    createRedelivery(kafka, { ...group, handlers: orderHandlers(retry) })
  const retries = createRetries({
    mails: createDeferredMails(database, {
      retryForMs: config.mailRetryForMs,
      expireAfterMs: config.mailExpireAfterMs,
      leaseMs,
    }),
    redeliver: redeliveryTo(createRetryMail(needs)),
    redeliverLast: redeliveryTo(createLastRetry(needs)),
    log,
    leaseMs,
  })
  const deliverMail = createDeliverMail({
    ...needs,
    deferrals: retries.mails,
    onNotDeferred: createRareWarning(log, 'mail.in-doubt-not-deferred'),
  })
  const consumer = createConsumer(kafka, {
    ...group,
    topics: [topics.orders.topic],
    handlers: orderHandlers((mail, scope, source) => deliverMail(mail, { scope, source })),
  })
  const inHandActor = {
    name: 'mails in hand',
    stop: (signal: AbortSignal) => inHand.finish(signal),
  }
  return {
    ping: mailer.ping,
    actors: [mailer.actor, inHandActor, retries.actor] satisfies Actor[],
    consumer: consumer.actor,
    check: consumer.check,
    membership: consumer.membership,
  }
}

function openDatabase(config: NotificationConfig, log: Log) {
  return createDatabase<Tables>({ ...toDatabaseOptions(config), name: service, migrations, log })
}
