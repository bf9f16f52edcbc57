import {
  chooseFreePorts,
  findFreePorts,
  type Ports,
  type System,
  startSystem,
} from '@tailspan/local'
import type { ServiceName } from '@tailspan/manifest'
import { type SmtpFilter, startSmtpFilter, startTcpProxy, type TcpProxy } from '@tailspan/testkit'

/** The links that a test can hold or cut; each lies between order and one other part. */
type Links = {
  readonly kafka: TcpProxy
  readonly inventory: TcpProxy
  readonly pricing: TcpProxy
  /** In use from the first `reopen` on: where the database is, is known only when it runs. */
  readonly postgres: TcpProxy
}

/** The whole system, running, with links that can be held. */
export type Shop = AsyncDisposable & {
  readonly system: System
  readonly links: Links
  /** Between notification and the mail catcher. */
  readonly mailWire: SmtpFilter
  readonly orderUrl: string
  /** Starts the order service anew with these settings; whatever the old one still had is decided then. */
  reopen(order: Settings): Promise<void>
  /** What the order service is told on top of these settings: where its links begin. */
  orderEnv(own: Settings): Settings
  /** The same of another service. */
  envOf(service: ServiceName): Settings
  /** The superuser's. */
  readonly databaseUrl: string
}

export type Settings = Readonly<Record<string, string>>

/** Settings on top of the usual ones: of all services, of order alone. */
export type ShopOptions = {
  readonly all?: Settings
  readonly order?: Settings
  /** All unless given. */
  readonly services?: readonly ServiceName[]
  /** Of three brokers none has a link in front of it: order goes to them directly. */
  readonly brokers?: 1 | 3
  /** Calls the opening off. */
  readonly signal?: AbortSignal
}

// A test waits for the batch of spans, so the batch does not wait.
const quick = { OTEL_BSP_SCHEDULE_DELAY: '50' }

/** Opens a shop whose state lies in this folder; it stays there when the shop closes. */
export async function openShopAt(
  state: string,
  { all = {}, order = {}, ...chosen }: ShopOptions = {},
): Promise<Shop> {
  await using undo = new AsyncDisposableStack()
  const ports = await chooseFreePorts()
  const [doorPort = 0] = await findFreePorts(1)
  const links = await openLinks(ports, doorPort, undo)
  const mailWire = undo.use(await startSmtpFilter({ port: ports.smtp }))
  const isDirect = chosen.brokers === 3
  const toKafka: Settings = isDirect ? {} : { KAFKA_BROKERS: links.kafka.address }
  const door = { name: 'HELD', port: doorPort, advertisedPort: links.kafka.port }
  const orderEnv = (own: Settings) => ({ ...throughLinks(links), ...toKafka, ...own })
  const envOf = (service: ServiceName): Settings =>
    service === 'notification' ? { SMTP_URL: mailWire.url } : {}
  const system = undo.use(
    await startSystem({
      ...{ state, ports, everyService: { ...quick, ...all }, ...chosen },
      extraListeners: isDirect ? [] : [door],
      serviceEnv: { order: orderEnv(order), notification: envOf('notification') },
    }),
  )
  const toOrderEnv = (own: Settings) => orderEnv({ ...throughDatabaseLink(system, links), ...own })
  const opened = undo.move()
  return {
    ...{ system, links, mailWire, orderUrl: `http://127.0.0.1:${ports.order}` },
    databaseUrl: system.databaseUrl,
    orderEnv: toOrderEnv,
    envOf,
    reopen: async (own) => void (await system.replace('order', toOrderEnv(own))),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

function throughLinks({ inventory, pricing }: Links): Settings {
  return {
    INVENTORY_URL: `http://${inventory.address}`,
    PRICING_URL: `http://${pricing.address}`,
  }
}

function throughDatabaseLink({ databaseUrls }: System, { postgres }: Links): Settings {
  const url = new URL(databaseUrls.order ?? '')
  url.port = String(postgres.port)
  return { DATABASE_URL: url.href }
}

async function openLinks(
  ports: Ports,
  doorPort: number,
  undo: AsyncDisposableStack,
): Promise<Links> {
  const link = async (port: number) => undo.use(await startTcpProxy({ target: { port } }))
  return {
    kafka: await link(doorPort),
    inventory: await link(ports.inventory),
    pricing: await link(ports.pricing),
    postgres: await link(ports.postgres),
  }
}
