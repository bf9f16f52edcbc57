import { chooseFreePorts, type Instance, startSystem } from '@tailspan/local'
import { eventually } from '@tailspan/testkit'
import kafkajs, { type Admin } from 'kafkajs'
import type pg from 'pg'
import { connect } from '../measure/connect.ts'
import { openFolder } from '../measure/servers.ts'

type Settings = Readonly<Record<string, string>>

/** Who takes part: so many order services with these settings, on topics with so many partitions. */
export type Cast = {
  readonly instances: number
  readonly partitions: number
  readonly settings?: Settings
}

/** The real services with all that an order needs, and any number of order services; `await using` ends them. */
export type Stage = AsyncDisposable & {
  /** The superuser's connection. */
  readonly database: pg.Client
  /** Starts the services anew; what was there before has come to its end. */
  open(cast: Cast): Promise<void>
  /** Where orders are placed. */
  orderUrls(): readonly string[]
  /** Of every program whose processor time counts; the order services are one name. */
  pids(): Readonly<Record<string, readonly number[]>>
  /** How many events lie in the topics. */
  countEvents(): Promise<number>
  /** Waits until every order is confirmed or rejected and nothing waits to be sent. */
  untilSettled(): Promise<void>
}

const topics = ['orders', 'stock']
// Inventory comes with each cast: it must not make topics while they are made anew.
const services = ['pricing'] as const
const patient = { timeoutMs: 120_000, intervalMs: 100 }
const unsettled = `select (select count(*) from "order".orders where status = 'placed')
  + (select count(*) from "order".outbox) + (select count(*) from inventory.outbox) as n`

/** Starts the system without notification: the mail catcher keeps every mail in memory. */
export async function openStage(env: Settings = {}): Promise<Stage> {
  await using undo = new AsyncDisposableStack()
  const { path: state, calledOff: signal } = undo.use(await openFolder())
  const ports = await chooseFreePorts()
  const everyService = { LOG_LEVEL: 'warn', ...env }
  const system = undo.use(await startSystem({ state, ports, everyService, services, signal }))
  const database = undo.use(await connect(system.databaseUrl))
  const { logLevel } = kafkajs
  const kafka = new kafkajs.Kafka({
    clientId: 'bench',
    brokers: [system.kafkaBrokers],
    logLevel: logLevel.NOTHING,
  })
  const admin = undo.adopt(kafka.admin(), (one) => one.disconnect())
  await admin.connect()
  const running = undo.adopt<Instance[]>([], endAll)
  const pidOf = (part: string) => system.part(part)?.process.pid ?? 0
  const untilSettled = async () =>
    void (await eventually(async () => Number((await database.query(unsettled)).rows[0]?.n) === 0, {
      ...patient,
    }))
  const opened = undo.move()
  return {
    database,
    untilSettled,
    countEvents: () => countEvents(admin),
    async open({ instances, partitions, settings = {} }) {
      await endAll(running)
      await system.halt('inventory', 'stop')
      await makeTopics(admin, partitions)
      await system.replace('inventory', {})
      for (let i = 0; i < instances; i += 1)
        running.push(await system.addInstance('order', settings))
    },
    orderUrls: () => running.map(({ url }) => url),
    pids: () => ({
      order: running.map(({ process }) => process.pid),
      inventory: [pidOf('inventory')],
      pricing: [pidOf('pricing')],
      PostgreSQL: [pidOf('postgres')],
      Kafka: [pidOf('kafka')],
    }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

async function endAll(running: Instance[]): Promise<void> {
  const ending = running.splice(0)
  await Promise.all(ending.map((one) => one[Symbol.asyncDispose]()))
}

/** Anew, because a topic never has fewer partitions than before. */
async function makeTopics(admin: Admin, numPartitions: number): Promise<void> {
  const there = async () => (await admin.listTopics()).filter((topic) => topics.includes(topic))
  await eventually(async () => {
    const old = await there()
    if (old.length > 0) await admin.deleteTopics({ topics: old })
    return old.length === 0
  }, patient)
  const wanted = topics.map((topic) => ({ topic, numPartitions }))
  await admin.createTopics({ topics: wanted, waitForLeaders: true })
  await eventually(async () => (await there()).length === topics.length, patient)
}

async function countEvents(admin: Admin): Promise<number> {
  const offsets = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)))
  return offsets.flat().reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0)
}
