import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { findFreePorts, ownEnv, type ServiceName, type ServiceProgram } from '@tailspan/local'
import { eventually } from '@tailspan/testkit'
import type { Shop } from './shop.ts'

/** Another instance of a service, beside the one that the system runs. */
export type SecondInstance = AsyncDisposable & { readonly url: string }

/** Starts another instance of a service on the same database, the same brokers and the same mail server. */
export async function startSecond(
  { system }: Pick<Shop, 'system'>,
  service: ServiceName,
  program: ServiceProgram = programOf(service),
): Promise<SecondInstance> {
  const [port = 0, debugPort = 0] = await findFreePorts(2)
  const { ports } = system
  const child = spawn(process.execPath, program.args, {
    cwd: program.folder,
    stdio: 'ignore',
    env: {
      ...ownEnv,
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: String(port),
      DEBUG_PORT: String(debugPort),
      KAFKA_BROKERS: system.kafkaBrokers,
      DATABASE_URL: system.databaseUrls[service],
      SMTP_URL: system.smtpUrl,
      INVENTORY_URL: `http://127.0.0.1:${ports.inventory}`,
      PRICING_URL: `http://127.0.0.1:${ports.pricing}`,
      OTEL_SERVICE_NAME: service,
      OTEL_TRACES_EXPORTER: 'none',
    },
  })
  const exited = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  await eventually(async () => (await fetch(`${url}/readyz`)).ok, { timeoutMs: 30_000 })
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

function programOf(service: ServiceName): ServiceProgram {
  const folder = fileURLToPath(new URL(`../../services/${service}`, import.meta.url))
  const flags = ['--conditions=@tailspan/source', '--import', '@tailspan/telemetry/register']
  return { folder, args: [...flags, 'src/main.ts'] }
}
