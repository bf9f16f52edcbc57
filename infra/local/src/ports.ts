import { integer, port, readConfig } from '@tailspan/config'
import { type Env, ownEnv } from './config.ts'
import { findFreePorts } from './free-ports.ts'

/** Every port of the system: who holds it, and which one it is unless somebody says otherwise. */
const known = {
  order: { holder: 'order', port: 8080 },
  orderDebug: { holder: "order's debug listener", port: 8001 },
  inventory: { holder: 'inventory', port: 8081 },
  inventoryDebug: { holder: "inventory's debug listener", port: 8002 },
  pricing: { holder: 'pricing', port: 8082 },
  pricingDebug: { holder: "pricing's debug listener", port: 8003 },
  notification: { holder: 'notification', port: 8083 },
  notificationDebug: { holder: "notification's debug listener", port: 8004 },
  kafka: { holder: 'Apache Kafka', port: 9092 },
  kafkaController: { holder: "Apache Kafka's controller", port: 9093 },
  postgres: { holder: 'PostgreSQL', port: 15_432 },
  smtp: { holder: "the mail catcher's SMTP", port: 1_025 },
  mail: { holder: "the mail catcher's page", port: 1_080 },
  otlp: { holder: 'the OTLP receiver', port: 4_318 },
  jaeger: { holder: "Jaeger's page", port: 16_686 },
} as const

/** The name of a port: `order`, `kafkaController`, … */
export type PortName = keyof typeof known

/** The port of everything. */
export type Ports = Readonly<Record<PortName, number>>

/** All names, in the order in which they are shown. */
export const portNames = Object.keys(known) as PortName[]

/** What the system needs without containers. */
export const localPortNames = portNames.filter((name) => name !== 'jaeger')

/** What it needs of this machine in containers, where the debug listeners stay inside. */
export const dockerPortNames = portNames.filter((name) => !/Debug$|Controller$/.test(name))

/** Who a port is for, in words. */
export function portHolder(name: PortName): string {
  return known[name].holder
}

/** The variable that sets one port: TAILSPAN_PORT_KAFKA_CONTROLLER for kafkaController. */
export function portSetting(name: PortName): string {
  return `TAILSPAN_PORT_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`
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
