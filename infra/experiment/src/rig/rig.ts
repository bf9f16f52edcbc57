import type { ServiceProgram } from '@tailspan/local'
import type { SmtpFilter } from '@tailspan/testkit'
import type { Where } from '../ledger/book.ts'

/** The services that a fault may hit. */
export type Service = 'order' | 'inventory' | 'notification'

/** Everything that a fault may hit. */
export type PartName = Service | Broker | 'pricing' | 'postgres' | 'mail'

/** The first broker, and two more where there are three. */
export type Broker = 'kafka' | 'kafka-2' | 'kafka-3'

/** All wires between order and its servers. */
export interface OrderNetwork {
  /** Every packet is swallowed: nobody gets a FIN or an RST. */
  vanish(): void
  /** What had vanished is reset, new connections work. */
  reappear(): void
}

/** The wire between notification and the mail server; in containers there is none. */
export type MailWire = Pick<SmtpFilter, 'refuse' | 'accept' | 'refusedCount'>

/** How many brokers there are. Of three, two must have what is acknowledged. */
export type Topology = 'one-broker' | 'three-brokers'

export type Settings = Readonly<Record<string, string>>

/** Which programs run, with which settings. */
export type Deployment = {
  /** Programs in place of the services: ours unless given. */
  readonly programs?: Readonly<Record<Service, ServiceProgram>>
  readonly order: Settings
  /** Settings of each of the three services, below those of order. */
  readonly all?: Settings
}

/** The wire between order and Kafka; with three brokers there is none. */
export interface Wire {
  /** Keeps the bytes of both directions, or of the broker's answers alone. */
  hold(direction?: 'to-client'): void | Promise<void>
  /** Lets them go, in order. */
  release(): void | Promise<void>
  /** Ends all connections, by a reset or by a FIN; what was held of them is dropped. */
  sever(): void | Promise<void>
}

/**
 * A running system, and what a fault may do to it. Faults know nothing else, so the same faults can hit
 * a system of containers: that is another rig.
 */
export interface Rig extends AsyncDisposable {
  readonly orderUrl: string
  readonly where: Where
  readonly wire: Wire
  readonly mailWire?: MailWire
  /** The network of order's host; in containers there is none that a fault may take. */
  readonly orderNetwork?: OrderNetwork
  /** Runs these programs with these settings; stops gently what ran before. */
  deploy(deployment: Deployment): Promise<void>
  /** SIGKILL. It is dead afterwards and stays so until it is started. */
  kill(part: PartName): Promise<void>
  /** A stop as an operator would do it. It has ended afterwards and stays so until it is started. */
  stop(part: PartName): Promise<void>
  /** Starts it again; it serves afterwards. */
  start(part: PartName): Promise<void>
  /** Stops its clock: it keeps all that it has and does nothing. */
  freeze(part: PartName): void | Promise<void>
  thaw(part: PartName): void | Promise<void>
  /** A second instance beside the first; disposing of it stops it. */
  addInstance(service: Service): Promise<AsyncDisposable>
}
