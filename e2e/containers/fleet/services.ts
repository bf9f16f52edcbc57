import { once } from 'node:events'
import { connect } from 'node:http2'
import type { Settings } from '@tailspan/experiment'
import { manifestOf, peerSetting, type ServiceName } from '@tailspan/manifest'
import { Wait } from 'testcontainers'
import { insideBrokers, linkPort } from './brokers.ts'
import { type Container, keepContainer } from './container.ts'
import { type Ground, inFleet } from './ground.ts'

/** How one service is started. */
export type ServiceSpec = {
  readonly service: ServiceName
  /** Its name on the network; that of the service unless it is another instance. */
  readonly alias?: string
  readonly hostPort: number
  readonly brokers: 1 | 3
  readonly settings: Settings
}

const port = 8_080
/** Where toxiproxy listens for PostgreSQL and for Jaeger. */
export const databaseLinkPort = 25_432
export const jaegerLinkPort = 24_318

/** Starts a service from its image and returns when it is ready. */
export async function startService(spec: ServiceSpec, ground: Ground): Promise<Container> {
  const { service, alias = service, hostPort, settings } = spec
  const env = { ...usualEnv(spec), ...settings }
  const started = await inFleet(`tailspan/${service}:e2e`, alias, ground)
    .withEnvironment(env)
    .withExposedPorts({ container: port, host: hostPort })
    .withTmpFs({ '/tmp': 'rw,size=16m' })
    .withDroppedCapabilities('ALL')
    .withResourcesQuota({ memory: 0.224 })
    // Each question of the image's health check starts a Node: too dear for a test that asks itself.
    .withHealthCheck({ test: ['NONE'] as unknown as ['CMD', ...string[]] })
    .withWaitStrategy(Wait.forLogMessage('http.listening'))
    .start()
  const isHttp2 = env.HTTP_PROTOCOL === 'h2c'
  const serves = () => (isHttp2 ? answersHttp2(hostPort) : answers(hostPort))
  return keepContainer(started, { name: alias, logs: ground.logs, serves })
}

function usualEnv({ service, brokers }: ServiceSpec): Settings {
  // Order's wires can be held; the others stay out of it.
  const database = service === 'order' ? `toxiproxy:${databaseLinkPort}` : 'postgres:5432'
  const isLinked = service === 'order' && brokers === 1
  const { asks } = manifestOf(service)
  return {
    HTTP_PORT: String(port),
    KAFKA_BROKERS: isLinked ? `toxiproxy:${linkPort}` : insideBrokers(brokers),
    DATABASE_URL: `postgres://${service}:tailspan@${database}/tailspan`,
    SMTP_URL: 'smtp://mail:1025',
    ...Object.fromEntries(asks.map((peer) => [peerSetting(peer), `http://${peer}:${port}`])),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://toxiproxy:${jaegerLinkPort}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    // A test waits for the batch of spans, so the batch does not wait.
    OTEL_BSP_SCHEDULE_DELAY: '50',
  }
}

async function answers(hostPort: number): Promise<boolean> {
  const signal = AbortSignal.timeout(2_000)
  return (await fetch(`http://127.0.0.1:${hostPort}/readyz`, { signal })).ok
}

async function answersHttp2(hostPort: number): Promise<boolean> {
  const session = connect(`http://127.0.0.1:${hostPort}`)
  // The engine accepts connections for a container that does not listen yet, and then says nothing.
  const signal = AbortSignal.timeout(2_000)
  session.on('error', () => {})
  try {
    await once(session, 'connect', { signal })
    const asked = session.request({ ':path': '/readyz' })
    const [headers] = await once(asked, 'response', { signal })
    return headers[':status'] === 200
  } finally {
    session.destroy()
  }
}
