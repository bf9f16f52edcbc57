import { attributes, meter, metricNames, metricOptions } from '@tailspan/telemetry'
import type { OpenRequest } from '../request/open-request.ts'
import type { OpenRequests } from '../request/open-requests.ts'
import { spanMethod } from './span-method.ts'

/** Measures requests: how many are open, and how long each took, by route and status. */
export function measureRequests(open: OpenRequests): (request: OpenRequest) => void {
  const duration = meter.createHistogram(
    metricNames.httpServerDuration,
    metricOptions('httpServerDuration'),
  )
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
