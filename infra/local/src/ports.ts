import { integer, port, readConfig } from '@tailspan/config'
import { type ServiceName, serviceNames, services } from '@tailspan/manifest'
import { type Env, ownEnv } from './config.ts'
import { findFreePorts } from './free-ports.ts'

/** Every port of the system: who holds it, and which one it is unless somebody says otherwise. */
const infrastructure = {
  kafka: { holder: 'Apache Kafka', port: 9092 },
  kafkaController: { holder: "Apache Kafka's controller", port: 9093 },
  postgres: { holder: 'PostgreSQL', port: 15_432 },
  smtp: { holder: "the mail catcher's SMTP", port: 1_025 },
  mail: { holder: "the mail catcher's page", port: 1_080 },
  otlp: { holder: 'the OTLP receiver', port: 4_318 },
  jaeger: { holder: "Jaeger's page", port: 16_686 },
  inspect: { holder: "Node's inspector", port: 9_229 },
  console: { holder: 'the console', port: 8_090 },
} as const

type Listener = { readonly holder: string; readonly port: number }

/** The name of a port: `order`, `orderDebug`, `kafkaController`, … */
export type PortName = ServiceName | `${ServiceName}Debug` | keyof typeof infrastructure

const known = {
  ...Object.fromEntries(serviceNames.flatMap(listenersOf)),
  ...infrastructure,
} as Readonly<Record<PortName, Listener>>

/** The port of everything. */
export type Ports = Readonly<Record<PortName, number>>

/** All names, in the order in which they are shown. */
export const portNames = Object.keys(known) as PortName[]

/** What the system needs without containers; the inspector listens only when it is asked for. */
export const localPortNames = portNames.filter((name) => !/^(jaeger|inspect)$/.test(name))

/** What it needs of this machine in containers, where the debug listeners stay inside. */
export const dockerPortNames = portNames.filter(
  (name) => !/Debug$|Controller$|^inspect$/.test(name),
)

function listenersOf(name: ServiceName): [string, Listener][] {
  const { port, debugPort } = services[name]
  return [
    [name, { holder: name, port }],
    [`${name}Debug`, { holder: `${name}'s debug listener`, port: debugPort }],
  ]
}

/** Who a port is for, in words. */
export function portHolder(name: PortName): string {
  return known[name].holder
}

/** The variable that sets one port: TAILSPAN_PORT_KAFKA_CONTROLLER for kafkaController, `_` for the hyphen of a service. */
export function portSetting(name: PortName): string {
  return `TAILSPAN_PORT_${name.replace(/[A-Z]/g, '_$&').replaceAll('-', '_').toUpperCase()}`
}

/**
 * Reads the ports: each its own variable, else the usual one moved by TAILSPAN_PORT_OFFSET.
 *
 * errors: config-invalid
 */
export function readPorts(env: Env = ownEnv): Ports {
  const { offset } = readConfig(
    {
      offset: {
        env: 'TAILSPAN_PORT_OFFSET',
        parse: integer({ min: 0, max: 50_000 }),
        fallback: '0',
      },
    },
    env,
  )
  const settings = portNames.map((name) => [
    name,
    { env: portSetting(name), parse: port, fallback: String(known[name].port + offset) },
  ])
  return readConfig(Object.fromEntries(settings), env) as Ports
}

/** Ports that nobody listens on, for a system beside others. */
export async function chooseFreePorts(): Promise<Ports> {
  const free = await findFreePorts(portNames.length)
  return Object.fromEntries(portNames.map((name, i) => [name, free[i]])) as Ports
}
