import { fileURLToPath } from 'node:url'
import type { ClientName } from '@tailspan/kafka'
import { type Env, type ServiceProgram, startSystem } from '@tailspan/local'
import { toClientEnv } from '../measure/chosen-client.ts'

/** The services of the shop; mails are left out, because the mail catcher keeps every one in memory. */
export const shopServices = ['order', 'inventory', 'pricing'] as const

export type ShopService = (typeof shopServices)[number]

/** A shop that takes orders, and how it is started. */
export type Contender = {
  readonly name: string
  readonly startSystem: typeof startSystem
  readonly isTraced: boolean
  /** On top for all of our services. */
  readonly services?: Env
  /** On top for the order service. */
  readonly order?: Env
  /** What takes the place of the services. */
  readonly programs?: Readonly<Partial<Record<ShopService, ServiceProgram>>>
  /** On top for these programs. */
  readonly env?: Env
}

const tutorials = fileURLToPath(new URL('../../../lab/naive', import.meta.url))
const telemetry = new URL('./tutorial-telemetry.ts', import.meta.url).href
const bare = (path: string) => ({ folder: tutorials, args: [path] })
const instrumented = (path: string) => ({ folder: tutorials, args: ['--import', telemetry, path] })

/** Our services with this strategy, on this client. */
export function ours(strategy: 'durable' | 'detached', client: ClientName): Contender {
  return {
    name: strategy,
    startSystem,
    isTraced: true,
    services: toClientEnv(client),
    order: { PUBLISH: strategy },
  }
}

export const tutorial: Contender = {
  name: 'tutorial',
  startSystem,
  isTraced: false,
  programs: { order: bare('order.ts'), inventory: bare('inventory.ts') },
}

export const instrumentedTutorial: Contender = {
  name: 'instrumented tutorial',
  startSystem,
  isTraced: true,
  programs: {
    order: instrumented('asking/order.ts'),
    inventory: instrumented('asking/inventory.ts'),
    pricing: instrumented('asking/pricing.ts'),
  },
  env: {
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    // With the SDK's own settings it would drop most of its spans, and be cheap by that.
    OTEL_BSP_MAX_QUEUE_SIZE: '16384',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2048',
    OTEL_BSP_SCHEDULE_DELAY: '1000',
  },
}

/** The same services of an earlier commit, by their own runner. */
export function earlier(commit: string, start: typeof startSystem): Contender {
  const order = { PUBLISH: 'durable' }
  return { name: commit, startSystem: start, isTraced: true, order }
}
