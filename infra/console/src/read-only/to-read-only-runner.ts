import { type Jaeger, recallTrace, tracePage } from '@tailspan/containers'
import { toRunner } from '@tailspan/local'
import type { Runner } from '@tailspan/local/start'
import { manifestOf, type ServiceName, serviceNames } from '@tailspan/manifest'
import { SpanStore } from '@tailspan/trace-testing'
import type { ReadOnlyConfig } from './config.ts'

/** As many as `npm start` keeps. */
const maxSpans = 10_000

const servers = { kafka: 19_092, postgres: 5_432, mail: 1_080, jaeger: 16_686 } as const

const reason =
  'This console only shows: it runs beside the containers of Docker Compose. npm start -- --local starts a system that it may change.'

/** The containers of Compose as the console sees them from one of their own: everything is read, nothing is done. */
export function toReadOnlyRunner(config: ReadOnlyConfig, note: Runner['note']): Runner {
  const { ports, mailUrl, kafkaBrokers, databaseUrl, protocol } = config
  const jaeger: Jaeger = { url: config.jaegerUrl }
  const store = new SpanStore({ maxSpans })
  const shown = { ports, mailUrl, kafkaBrokers, databaseUrl, store, mode: 'docker' } as const
  return toRunner(
    {
      ...shown,
      readOnly: reason,
      tracePage: (traceId) => tracePage({ url: `http://127.0.0.1:${ports.jaeger}` }, traceId),
      recall: (traceId) => recallTrace(jaeger, store, traceId),
    },
    { protocol, note, reach: (name) => ({ host: name, port: portOf(name) }) },
  )
}

/** Inside the network of Compose, where every part has its own name. */
function portOf(name: ServiceName | keyof typeof servers): number {
  return isService(name) ? manifestOf(name).port : servers[name]
}

function isService(name: string): name is ServiceName {
  return (serviceNames as readonly string[]).includes(name)
}
