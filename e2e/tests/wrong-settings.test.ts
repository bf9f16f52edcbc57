import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { ownEnv } from '@tailspan/local'
import {
  manifestOf,
  needing,
  peerSetting,
  type ServiceName,
  serviceNames,
} from '@tailspan/manifest'
import { expect, test } from 'vitest'

const folders = fileURLToPath(new URL('../../services', import.meta.url))
const args = ['--conditions=@tailspan/source', '--import', '@tailspan/telemetry/register']

/** Starts a service with these settings and nothing else, and waits for its end. */
async function startWith(name: ServiceName, settings: Readonly<Record<string, string>>) {
  const { PATH } = ownEnv
  const child = spawn(process.execPath, [...args, 'src/main.ts'], {
    cwd: `${folders}/${name}`,
    env: { PATH, OTEL_TRACES_EXPORTER: 'none', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { exitCode, said: out + err }
}

const common = { HTTP_PORT: '70000', DEBUG_PORT: '-1', DRAIN: '600h', DRAIN_DELAY: '-1s' }
/** Read by another library, before the service's own. */
const telemetry = {
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
  OTEL_EXPORTER_OTLP_HEADERS: 'hidden',
}
const ofNeed = {
  postgres: { DATABASE_URL: 'postgres://order:hid#den@db/shop', DATABASE_POOL: '0' },
  kafka: { KAFKA_BROKERS: 'kafka', KAFKA_TLS: '/no/such/file', KAFKA_SASL: 'plain:shop:hidden:' },
  mail: { SMTP_URL: 'smtp://shop:hid/den@mail' },
}

test.each(serviceNames)(
  'W2 L6 %s names every wrong setting at once and exits with 1',
  async (name) => {
    const { needs, asks } = manifestOf(name)
    const settings: Record<string, string> = Object.assign(
      {},
      common,
      ...needs.map((n) => ofNeed[n]),
    )
    for (const peer of asks) settings[peerSetting(peer)] = `http://shop:hidden@${peer}`

    const { exitCode, said } = await startWith(name, { ...telemetry, ...settings })

    // This one is right: nobody may be blamed for a password that ends with a colon.
    const all: Record<string, string> = { ...telemetry, ...settings }
    const { KAFKA_SASL: _, OTEL_TRACES_EXPORTER: __, ...wrong } = all
    expect(exitCode).toBe(1)
    for (const setting of Object.keys(wrong)) expect(said).toContain(`${setting} must`)
    expect(said.split('service.not-started')).toHaveLength(2)
    expect(said).not.toMatch(/hid|den@/)
  },
)

test.each(needing('postgres'))(
  'W2 %s exits with 1 when nothing but its database can never be reached',
  async (name) => {
    const good = { KAFKA_BROKERS: '[::1]:1', SMTP_URL: 'smtp://[::1]:1' }
    const peers = { INVENTORY_URL: 'http://[::1]:1', PRICING_URL: 'http://[::1]:1' }

    const { exitCode, said } = await startWith(name, { ...good, ...peers, DATABASE_URL: 'foo' })

    expect(exitCode).toBe(1)
    expect(said).toContain(
      'settings: DATABASE_URL must be a URL that starts with postgres:// or postgresql://',
    )
  },
)
