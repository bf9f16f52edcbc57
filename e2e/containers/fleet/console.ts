import { findFreePorts } from '@tailspan/local'
import { Wait } from 'testcontainers'
import { insideBrokers } from './brokers.ts'
import { removeContainer } from './container.ts'
import { type Ground, inFleet } from './ground.ts'

/** The console that only shows, beside a fleet. */
export type ShownConsole = AsyncDisposable & { readonly url: string }

/** Starts it from its image with the settings of compose.yaml, and returns when its health check says that it serves. */
export async function startConsole(ground: Ground): Promise<ShownConsole> {
  const [hostPort = 0] = await findFreePorts(1)
  const started = await inFleet('tailspan/console:e2e', 'console', ground)
    .withEnvironment({
      KAFKA_BROKERS: insideBrokers(1),
      DATABASE_URL: 'postgres://console@postgres:5432/tailspan',
      DATABASE_PASSWORD: 'tailspan',
      MAIL_URL: 'http://mail:1080',
      JAEGER_URL: 'http://jaeger:16686',
      TAILSPAN_PORT_CONSOLE: String(hostPort),
    })
    .withExposedPorts({ container: 8_090, host: hostPort })
    .withTmpFs({ '/tmp': 'rw,size=16m' })
    .withDroppedCapabilities('ALL')
    .withResourcesQuota({ memory: 0.5 })
    .withWaitStrategy(Wait.forHealthCheck())
    .start()
  return {
    url: `http://127.0.0.1:${hostPort}`,
    [Symbol.asyncDispose]: () =>
      removeContainer(started.getId(), { name: 'console', logs: ground.logs }),
  }
}
