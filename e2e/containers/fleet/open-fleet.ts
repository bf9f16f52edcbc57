import type { Settings } from '@tailspan/experiment'
import { findFreePorts } from '@tailspan/local'
import { type ServiceName, serviceNames } from '@tailspan/manifest'
import { brokersOf, linkPort } from './brokers.ts'
import { type ShownConsole, startConsole } from './console.ts'
import type { Container } from './container.ts'
import type { ContainerName, Ground } from './ground.ts'
import { type Link, openLink } from './links.ts'
import { closeNetwork, openNetwork } from './network.ts'
import {
  adminUrl,
  startBroker,
  startDatabase,
  startJaeger,
  startMail,
  startProxy,
} from './servers.ts'
import { databaseLinkPort, jaegerLinkPort, type ServiceSpec, startService } from './services.ts'

/** The whole system in containers, with links that can be held, cut and slowed down. */
export type Fleet = AsyncDisposable & {
  readonly orderUrl: string
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  readonly mailUrl: string
  readonly jaegerUrl: string
  readonly links: { readonly kafka: Link; readonly postgres: Link; readonly jaeger: Link }
  part(name: ContainerName): Container
  /** Stops the order service gently and starts it with other settings. */
  reopen(settings: Settings): Promise<void>
  /** A second instance of a service; disposing of it stops it. */
  addInstance(service: ServiceName): Promise<AsyncDisposable>
  /** The console that only shows; disposing of it removes it. */
  addConsole(): Promise<ShownConsole>
}

/** How a fleet differs from the usual one. */
export type FleetOptions = {
  readonly brokers?: 1 | 3
  /** Settings of all services, and of order alone. */
  readonly all?: Settings
  readonly order?: Settings
  /** Where the logs of its containers are written when they are removed. */
  readonly logs: string
}

/** Starts everything; ports and names are its own, and nothing stays when it is disposed of. */
export async function openFleet(options: FleetOptions): Promise<Fleet> {
  const { brokers = 1, all = {}, order = {}, logs } = options
  await using undo = new AsyncDisposableStack()
  const parts = new Map<ContainerName, Container>()
  const ground = { network: await openNetwork(), logs }
  undo.defer(() => closeNetwork(ground))
  const keep = async (name: ContainerName, starting: Promise<Container>) =>
    void parts.set(name, await starting)
  const ports = await choosePorts()
  await startServers({ keep, ports, brokers, ground })
  const links = await openLinks(ports.proxy)
  const startOrder = (settings: Settings) =>
    keep(
      'order',
      startService({ service: 'order', hostPort: ports.order, brokers, settings }, ground),
    )
  const startOther = (service: Exclude<ServiceName, 'order'>) =>
    keep(
      service,
      startService({ service, hostPort: ports[service], brokers, settings: all }, ground),
    )
  const others = serviceNames.filter((name) => name !== 'order')
  await Promise.all([startOrder({ ...all, ...order }), ...others.map(startOther)])
  const part = (name: ContainerName) => partOf(parts, name)
  const opened = undo.move()
  return {
    ...addresses(ports, brokers),
    links,
    part,
    async reopen(settings) {
      await part('order').stop()
      await part('order').remove()
      await startOrder({ ...all, ...settings })
    },
    addInstance: (service) => addInstance({ service, brokers, settings: all }, ground),
    addConsole: () => startConsole(ground),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

function partOf(parts: ReadonlyMap<ContainerName, Container>, name: ContainerName): Container {
  const found = parts.get(name)
  if (!found) throw new Error(`${name} does not run`)
  return found
}

function addresses(ports: Ports, brokers: 1 | 3) {
  return {
    orderUrl: `http://127.0.0.1:${ports.order}`,
    databaseUrl: adminUrl(ports.postgres),
    kafkaBrokers: brokersOf(brokers)
      .map((name) => `127.0.0.1:${ports[name]}`)
      .join(),
    mailUrl: `http://127.0.0.1:${ports.mail}`,
    jaegerUrl: `http://127.0.0.1:${ports.jaeger}`,
  }
}

async function addInstance(
  spec: Pick<ServiceSpec, 'service' | 'brokers' | 'settings'>,
  ground: Ground,
): Promise<AsyncDisposable> {
  const [hostPort = 0] = await findFreePorts(1)
  const alias = `${spec.service}-2`
  const second = await startService({ ...spec, alias, hostPort }, ground)
  return {
    async [Symbol.asyncDispose]() {
      await second.stop()
      await second.remove()
    },
  }
}

const portNames = [
  ...serviceNames,
  ...(['kafka', 'kafka-2', 'kafka-3', 'postgres', 'mail', 'jaeger', 'proxy'] as const),
]

type Ports = Readonly<Record<(typeof portNames)[number], number>>

async function choosePorts(): Promise<Ports> {
  const free = await findFreePorts(portNames.length)
  return Object.fromEntries(portNames.map((name, i) => [name, free[i]])) as Ports
}

type Starting = {
  readonly keep: (name: ContainerName, starting: Promise<Container>) => Promise<void>
  readonly ports: Ports
  readonly brokers: 1 | 3
  readonly ground: Ground
}

async function startServers({ keep, ports, brokers, ground }: Starting): Promise<void> {
  await Promise.all([
    ...brokersOf(brokers).map((name) =>
      keep(name, startBroker(name, { hostPort: ports[name], count: brokers }, ground)),
    ),
    keep('postgres', startDatabase({ hostPort: ports.postgres }, ground)),
    keep('mail', startMail({ hostPort: ports.mail }, ground)),
    keep('jaeger', startJaeger({ hostPort: ports.jaeger }, ground)),
    keep('toxiproxy', startProxy({ hostPort: ports.proxy }, ground)),
  ])
}

async function openLinks(apiPort: number): Promise<Fleet['links']> {
  const api = `http://127.0.0.1:${apiPort}`
  const [kafka, postgres, jaeger] = await Promise.all([
    openLink(api, { name: 'kafka', port: linkPort, upstream: `kafka:${linkPort}` }),
    openLink(api, { name: 'postgres', port: databaseLinkPort, upstream: 'postgres:5432' }),
    openLink(api, { name: 'jaeger', port: jaegerLinkPort, upstream: 'jaeger:4318' }),
  ])
  return { kafka, postgres, jaeger }
}
