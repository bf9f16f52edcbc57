import { chooseFreePorts, type Env, type System } from '@tailspan/local'
import type pg from 'pg'
import { connect } from '../measure/connect.ts'
import { openFolder } from '../measure/servers.ts'
import { type Contender, type ShopService, shopServices } from './contenders.ts'

/** The programs whose processor time an order costs. */
export const parts = [...shopServices, 'PostgreSQL', 'Kafka'] as const

export type PartName = (typeof parts)[number]

/** One contender, running; `await using` ends it and removes what it stored. */
export type OpenShop = AsyncDisposable & {
  readonly orderUrl: string
  /** The superuser's connection. */
  readonly database: pg.Client
  /** The first process of each part, as it runs now. */
  pids(): Readonly<Record<PartName, number>>
  /** Ends the order service by SIGTERM. */
  stopOrder(): Promise<void>
  /** Starts it again. */
  resumeOrder(): Promise<void>
}

/** Starts a contender with servers of its own; its spans go to this receiver. */
export async function openShop(contender: Contender, receiverUrl: string): Promise<OpenShop> {
  await using undo = new AsyncDisposableStack()
  const { path: state, calledOff: signal } = undo.use(await openFolder())
  const ports = await chooseFreePorts()
  const common = { LOG_LEVEL: 'warn', OTEL_EXPORTER_OTLP_ENDPOINT: receiverUrl }
  const serviceEnv = toServiceEnv(contender, common)
  const system = undo.use(
    await contender.startSystem({ state, ports, services: shopServices, serviceEnv, signal }),
  )
  const database = undo.use(await connect(system.databaseUrl))
  await replacePrograms(system, contender, common)
  const pidOf = (part: string) => system.part(part)?.process.pid ?? 0
  const opened = undo.move()
  return {
    orderUrl: `http://127.0.0.1:${ports.order}`,
    database,
    pids: () => ({
      order: pidOf('order'),
      inventory: pidOf('inventory'),
      pricing: pidOf('pricing'),
      PostgreSQL: pidOf('postgres'),
      Kafka: pidOf('kafka'),
    }),
    stopOrder: () => system.halt('order', 'stop'),
    resumeOrder: async () => void (await system.resume('order')),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

/** What each of our services is told. */
export function toServiceEnv(
  { services, order }: Pick<Contender, 'services' | 'order'>,
  common: Env,
): Readonly<Record<ShopService, Env>> {
  const all = { ...common, ...services }
  return { order: { ...all, ...order }, inventory: all, pricing: all }
}

/** After ours: our services make the tables, the topics and the stock. */
async function replacePrograms(
  system: System,
  { programs = {}, env = {} }: Contender,
  common: Contender['env'],
): Promise<void> {
  const replaced = Object.keys(programs) as ShopService[]
  await Promise.all(
    replaced.map((service) => system.replace(service, { ...common, ...env }, programs[service])),
  )
}
