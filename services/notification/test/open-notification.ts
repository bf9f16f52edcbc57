import type { EventData } from '@tailspan/contracts'
import { createDeadLetters, createKafka, createProducer } from '@tailspan/kafka'
import { rootScope, type Scope } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import {
  createTestDatabase,
  infrastructure,
  runWired,
  type SmtpServer,
  startSmtpServer,
  type TestDatabase,
  uniqueId,
} from '@tailspan/testkit'
import { readNotificationConfig } from '../src/config.ts'
import { wire } from '../src/wire.ts'

type Env = Readonly<Record<string, string>>

/** A customer's order, and the events that tell of it. */
export type GivenOrder = ReturnType<typeof givenOrder>

export function givenOrder(email = `${uniqueId('ada')}@example.com`) {
  const orderId = `01996b3c-7d7e-7${crypto.randomUUID().slice(15)}`
  const data = {
    orderId,
    customer: { email },
    lines: [{ sku: 'tea', quantity: 2 }],
    totalCents: 1_840,
    currency: 'EUR' as const,
  }
  const at = '2026-11-21T08:00:00.000Z'
  return {
    orderId,
    email,
    placedId: `<order.placed.${orderId}@tailspan.example>`,
    confirmedId: `<order.confirmed.${orderId}@tailspan.example>`,
    placed: { ...data, placedAt: at } satisfies EventData<'order.placed'>,
    confirmed: { ...data, settledAt: at } satisfies EventData<'order.confirmed'>,
  }
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** The service as it is wired, on a database and a mail server of its own. */
export async function openNotification(env: Env = {}) {
  const closing = new AsyncDisposableStack()
  const smtp = closing.use(await startSmtpServer({ extensions: ['8BITMIME', 'AUTH PLAIN'] }))
  const database = closing.use(await createTestDatabase(infrastructure().postgresUrl))
  const publisher = closing.use(await openPublisher())
  const service = closing.use(await startService({ smtp, database }, env))
  return {
    smtp,
    database,
    ...publisher,
    ask: service.ask,
    readiness: service.readiness,
    lines: service.lines,
    stop: service.stop,
    // As after a failover: the sessions end, and new ones may only read.
    makeReadOnly: () => setReadOnly(database, 'on'),
    makeWritable: () => setReadOnly(database, 'off'),
    startAnother: async () => closing.use(await startService({ smtp, database }, env)),
    deferred: (order: GivenOrder) =>
      database.query<Deferred>(
        'select message_id, tries, last_error, retry_until from deferred_mails where order_id = $1 order by seq',
        [order.orderId],
      ),
    sent: async (order: GivenOrder) =>
      (
        await database.query<{ message_id: string }>(
          'select message_id from mails where order_id = $1 order by sent_at',
          [order.orderId],
        )
      ).map(({ message_id }) => message_id),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

async function setReadOnly({ name, query }: TestDatabase, value: 'on' | 'off'): Promise<void> {
  await query('set default_transaction_read_only = off')
  await query(`alter database ${name} set default_transaction_read_only = ${value}`)
  await query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
    [name],
  )
}

type Deferred = {
  readonly message_id: string
  readonly tries: number
  readonly last_error: string | null
  readonly retry_until: Date | null
}

type Ground = { readonly smtp: SmtpServer; readonly database: TestDatabase }

/** One instance of the service. */
function startService({ smtp, database }: Ground, env: Env) {
  const config = readNotificationConfig({
    HTTP_PORT: '0',
    DEBUG_PORT: '0',
    KAFKA_BROKERS: infrastructure().brokers,
    DATABASE_URL: database.url,
    SMTP_URL: smtp.url.replace('//', '//shop:secret@'),
    // A stop that is cut short leaves its records to the service of the next test.
    DRAIN: '20s',
    ...env,
  })
  const isRunning = (lines: readonly { event: string }[]) =>
    lines.some(({ event }) => event === 'consumer.joined')
  return runWired({ wire, config, isRunning })
}

async function openPublisher() {
  const kafka = await createKafka({
    brokers: infrastructure().brokers.split(','),
    clientId: 'test',
    log: silent,
  })
  const producer = createProducer(kafka)
  await producer.actor.start?.(new AbortController().signal)
  const publish = (type: string, data: { orderId: string }, scope: Scope) => {
    const event = {
      id: uniqueId('event'),
      type,
      source: '/order',
      subject: data.orderId,
      data,
      time: '2026-11-21T08:00:00.000Z',
    }
    return producer.send(producer.create('orders', event, scope), { scope })
  }
  return {
    place: ({ placed }: GivenOrder, scope = rootScope) => publish('order.placed', placed, scope),
    confirm: ({ confirmed }: GivenOrder) => publish('order.confirmed', confirmed, rootScope),
    async deadLetters({ orderId }: GivenOrder) {
      const { letters } = await createDeadLetters(kafka).list()
      return letters.filter(({ key }) => key === orderId)
    },
    [Symbol.asyncDispose]: async () =>
      void (await producer.actor.stop?.(AbortSignal.timeout(2_000), 100)),
  }
}
