import { fileURLToPath } from 'node:url'
import { images, run } from '@tailspan/containers'
import type { Broker } from '@tailspan/experiment'
import { readRows } from '@tailspan/testkit'
import { Wait } from 'testcontainers'
import { brokerEnv } from './brokers.ts'
import { type Container, keepContainer } from './container.ts'
import { type Ground, inFleet } from './ground.ts'

const compose = fileURLToPath(new URL('../../../infra/compose', import.meta.url))

/** Where a server is reached from outside; a port that is fixed is there again after a restart. */
export type HostPort = { readonly hostPort: number }

/** Starts one broker. */
export async function startBroker(
  name: Broker,
  { hostPort, count }: HostPort & { readonly count: 1 | 3 },
  ground: Ground,
): Promise<Container> {
  const started = await inFleet(images.kafka, name, ground)
    .withEnvironment(brokerEnv(name, count, hostPort))
    .withExposedPorts({ container: 9_092, host: hostPort })
    .withWaitStrategy(Wait.forLogMessage('Kafka Server started'))
    .start()
  const id = started.getId()
  const serves = async (since: string) =>
    (await run('docker', ['logs', '--since', since, id])).includes('Kafka Server started')
  return keepContainer(started, { name, logs: ground.logs, serves })
}

/** Starts PostgreSQL with the schemas and roles of the services. */
export async function startDatabase({ hostPort }: HostPort, ground: Ground): Promise<Container> {
  const target = '/docker-entrypoint-initdb.d/schemas.sh'
  const started = await inFleet(images.postgres, 'postgres', ground)
    .withEnvironment({
      POSTGRES_PASSWORD: 'tailspan',
      POSTGRES_DB: 'tailspan',
      SERVICE_PASSWORD: 'tailspan',
    })
    .withCommand(['postgres', '-c', 'shared_buffers=32MB', '-c', 'max_connections=200'])
    .withCopyFilesToContainer([{ source: `${compose}/schemas.sh`, target, mode: 0o755 }])
    .withExposedPorts({ container: 5_432, host: hostPort })
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start()
  const serves = async () => (await readRows(adminUrl(hostPort), 'select 1')).length === 1
  return keepContainer(started, { name: 'postgres', logs: ground.logs, serves })
}

/** The superuser's URL from outside. */
export function adminUrl(hostPort: number): string {
  return `postgres://postgres:tailspan@127.0.0.1:${hostPort}/tailspan`
}

/** Starts the mail catcher. */
export async function startMail({ hostPort }: HostPort, ground: Ground): Promise<Container> {
  const started = await inFleet(images.mail, 'mail', ground)
    .withExposedPorts({ container: 1_080, host: hostPort })
    .withWaitStrategy(Wait.forHttp('/healthz', 1_080))
    .start()
  const serves = async () => (await fetch(`http://127.0.0.1:${hostPort}/healthz`)).ok
  return keepContainer(started, { name: 'mail', logs: ground.logs, serves })
}

/** Starts Jaeger with the settings of compose.yaml. */
export async function startJaeger({ hostPort }: HostPort, ground: Ground): Promise<Container> {
  const target = '/etc/jaeger/plain.yaml'
  const started = await inFleet(images.jaeger, 'jaeger', ground)
    .withCopyFilesToContainer([{ source: `${compose}/jaeger/plain.yaml`, target }])
    .withCommand([`--config=${target}`])
    .withExposedPorts({ container: 16_686, host: hostPort })
    .withWaitStrategy(Wait.forHttp('/api/services', 16_686))
    .start()
  const serves = async () => (await fetch(`http://127.0.0.1:${hostPort}/api/services`)).ok
  return keepContainer(started, { name: 'jaeger', logs: ground.logs, serves })
}

/** Starts the proxy that all links go through. */
export async function startProxy({ hostPort }: HostPort, ground: Ground): Promise<Container> {
  const started = await inFleet(images.toxiproxy, 'toxiproxy', ground)
    .withExposedPorts({ container: 8_474, host: hostPort })
    .withWaitStrategy(Wait.forHttp('/version', 8_474))
    .start()
  const serves = async () => (await fetch(`http://127.0.0.1:${hostPort}/version`)).ok
  return keepContainer(started, { name: 'toxiproxy', logs: ground.logs, serves })
}
