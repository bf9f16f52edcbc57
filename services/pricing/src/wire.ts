import { baggageKeys } from '@tailspan/contracts'
import { createDebug } from '@tailspan/debug'
import { createHttpServer } from '@tailspan/http'
import { type Actor, createReadiness, type Readiness } from '@tailspan/lifecycle'
import { type Log, telemetryActor } from '@tailspan/telemetry'
import type { PricingConfig } from './config.ts'
import { quoteRoutes } from './http/quote-routes.ts'
import { readPrices } from './prices.ts'

type Wired = { readonly actors: readonly Actor[]; readonly readiness: Readiness }

/** The pricing service: its actors, dependencies first. */
export function wire({ config, log }: { config: PricingConfig; log: Log }): Wired {
  const readiness = createReadiness()
  const server = createHttpServer({
    host: config.httpHost,
    port: config.httpPort,
    protocol: config.httpProtocol,
    routes: quoteRoutes({ prices: readPrices() }),
    statuses: { 'sku-unknown': 422 },
    baggageAllow: baggageKeys,
    readiness,
    log,
  })
  const debug = createDebug({ port: config.debugPort, readiness, log })
  return { readiness, actors: debug.supervise([telemetryActor(), server.actor]) }
}
