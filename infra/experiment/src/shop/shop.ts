import type { System } from '@tailspan/local'
import type { ServiceName } from '@tailspan/manifest'
import type { SmtpFilter } from '@tailspan/testkit'
import type { Links } from './links.ts'

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

type Attached = Pick<Shop, 'system' | 'links' | 'mailWire'>

/** A system with links, as a shop. */
export function toShop({ system, links, mailWire }: Attached): Omit<Shop, keyof AsyncDisposable> {
  const toKafka: Settings = system.door ? { KAFKA_BROKERS: links.kafka.address } : {}
  const through = { ...throughLinks(links), ...toKafka, ...throughDatabaseLink(system, links) }
  const orderEnv = (own: Settings) => ({ ...through, ...own })
  return {
    system,
    links,
    mailWire,
    orderEnv,
    orderUrl: `http://127.0.0.1:${system.ports.order}`,
    databaseUrl: system.databaseUrl,
    envOf: (service) => (service === 'notification' ? { SMTP_URL: mailWire.url } : {}),
    reopen: async (own) => void (await system.replace('order', orderEnv(own))),
  }
}

/** The way to the peers, known before the system runs. */
export function throughLinks({ inventory, pricing }: Links): Settings {
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
