import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { findFreePorts, ownEnv } from '@tailspan/local'
import { eventually } from '@tailspan/testkit'
import type { Shop } from './shop.ts'

/** Another instance of the order service, beside the one that the system runs. */
export type SecondOrder = AsyncDisposable & { readonly orderUrl: string }

/** Starts a second order service on the same database and the same brokers. */
export async function startSecondOrder({ system }: Shop): Promise<SecondOrder> {
  const [port = 0, debugPort = 0] = await findFreePorts(2)
  const { ports } = system
  const flags = ['--conditions=@tailspan/source', '--import', '@tailspan/telemetry/register']
  const child = spawn(process.execPath, [...flags, 'src/main.ts'], {
    cwd: fileURLToPath(new URL('../../services/order', import.meta.url)),
    stdio: 'ignore',
    env: {
      ...ownEnv,
      ...{ HTTP_HOST: '127.0.0.1', HTTP_PORT: String(port), DEBUG_PORT: String(debugPort) },
      ...{ KAFKA_BROKERS: system.kafkaBrokers, DATABASE_URL: system.databaseUrls.order },
      INVENTORY_URL: `http://127.0.0.1:${ports.inventory}`,
      PRICING_URL: `http://127.0.0.1:${ports.pricing}`,
      ...{ OTEL_SERVICE_NAME: 'order', OTEL_TRACES_EXPORTER: 'none' },
    },
  })
  const exited = once(child, 'exit')
  const orderUrl = `http://127.0.0.1:${port}`
  await eventually(async () => (await fetch(`${orderUrl}/readyz`)).ok, { timeoutMs: 15_000 })
  return {
    orderUrl,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
