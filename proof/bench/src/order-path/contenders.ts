import type { ClientName } from '@tailspan/kafka'
import type { Surroundings } from '../measure/child.ts'

/** A program that answers `POST /orders` and publishes the order. */
export type Contender = {
  readonly name: string
  readonly program: URL
  readonly args: readonly string[]
  /** The module that exports its spans; none when it has none. */
  readonly telemetry?: string
  /** Our requests per CPU second over its own. */
  readonly goal?: number
}

const at = (path: string) => new URL(path, import.meta.url)
const published = at('./peers/published-telemetry.ts').href
const koa = at('./peers/koa-kafkajs.ts')

export function ours(client: ClientName): Contender {
  return {
    name: 'ours',
    program: at('./ours.ts'),
    args: [client],
    telemetry: import.meta.resolve('@tailspan/telemetry/register'),
  }
}

export const peers: readonly Contender[] = [
  {
    name: 'Koa, send unawaited, traced',
    program: koa,
    args: ['unawaited'],
    telemetry: published,
    goal: 4,
  },
  { name: 'Koa, send unawaited', program: koa, args: ['unawaited'], goal: 1.6 },
  {
    name: 'Koa, send awaited, traced',
    program: koa,
    args: ['awaited'],
    telemetry: published,
  },
  { name: 'Koa, send awaited', program: koa, args: ['awaited'] },
  {
    name: 'NestJS, emit, traced',
    program: at('./peers/nest-kafka.ts'),
    args: [],
    telemetry: published,
  },
  {
    name: 'Fastify, @platformatic/kafka',
    args: [],
    program: at('./peers/fastify-platformatic.ts'),
  },
]

/** The same for everybody who exports: with the SDK's own settings a peer drops most of what it has. */
export function surroundings({ telemetry }: Contender, receiverUrl: string): Surroundings {
  if (telemetry === undefined) return {}
  return {
    imports: [telemetry],
    env: {
      OTEL_SERVICE_NAME: 'bench',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiverUrl,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_BSP_MAX_QUEUE_SIZE: '16384',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2048',
      OTEL_BSP_SCHEDULE_DELAY: '1000',
    },
  }
}
