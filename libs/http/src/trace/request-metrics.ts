import { attributes, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import type { OpenRequest } from '../request/open-request.ts'
import type { OpenRequests } from '../request/open-requests.ts'
import { spanMethod } from './span-method.ts'

/** Measures requests: how many are open, and how long each took, by route and status. */
export function measureRequests(open: OpenRequests): (request: OpenRequest) => void {
  const duration = meter.createHistogram(metricNames.httpServerDuration, {
    ...metricOptions('httpServerDuration'),
    advice: { explicitBucketBoundaries: secondsBoundaries },
  })
  meter
    .createObservableUpDownCounter(metricNames.httpServerActive, metricOptions('httpServerActive'))
    .addCallback((result) => result.observe(open.size))

  return function measure({ ctx, startedAtMs }): void {
    const route: string | undefined = ctx._matchedRoute
    duration.record((performance.now() - startedAtMs) / 1_000, {
      [attributes.httpRequestMethod]: spanMethod(ctx.req),
      ...(route && { [attributes.httpRoute]: route }),
      ...(ctx.res.headersSent && { [attributes.httpResponseStatusCode]: ctx.res.statusCode }),
    })
  }
}

// Those that the semantic conventions ask for.
const secondsBoundaries = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
]
