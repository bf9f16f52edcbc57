import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { findFreePorts, ownEnv, type System } from '@tailspan/local'
import { eventually } from '@tailspan/testkit'
import { signals } from '../measure/end-with-us.ts'

export type Settings = Readonly<Record<string, string>>

/** One of several order services; `await using` stops it in order. */
export type OrderInstance = AsyncDisposable & { readonly url: string; readonly pid: number }

const folder = fileURLToPath(new URL('../../../services/order', import.meta.url))
// As npm start starts it.
const flags = ['--max-semi-space-size=4', '--conditions=@tailspan/source']
const args = [...flags, '--import', '@tailspan/telemetry/register', 'src/main.ts']

/** Starts an order service beside others, on the same database and brokers. */
export async function startOrder(system: System, settings: Settings): Promise<OrderInstance> {
  const [port = 0, debugPort = 0] = await findFreePorts(2)
  const { ports } = system
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: 'ignore',
    env: {
      ...ownEnv,
      HTTP_PORT: String(port),
      DEBUG_PORT: String(debugPort),
      KAFKA_BROKERS: system.kafkaBrokers,
      DATABASE_URL: system.databaseUrls.order,
      INVENTORY_URL: `http://127.0.0.1:${ports.inventory}`,
      PRICING_URL: `http://127.0.0.1:${ports.pricing}`,
      OTEL_SERVICE_NAME: 'order',
      OTEL_EXPORTER_OTLP_ENDPOINT: system.receiver.url,
      ...settings,
    },
  })
  const exited = once(child, 'exit')
  const kill = () => void child.kill('SIGKILL')
  // When the bench is called off, before all else: PostgreSQL would wait for its last client. One that is
  // started while the others are ending is met by the exit.
  for (const signal of signals) process.prependListener(signal, kill)
  process.prependListener('exit', kill)
  const url = `http://127.0.0.1:${port}`
  await eventually(async () => (await fetch(`${url}/readyz`)).ok, { timeoutMs: 60_000 })
  return {
    ...{ url, pid: child.pid ?? 0 },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exited
      for (const signal of signals) process.off(signal, kill)
      process.off('exit', kill)
    },
  }
}
