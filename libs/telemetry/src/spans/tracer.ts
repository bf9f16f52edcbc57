import { type Meter, metrics, type Tracer, trace } from '@opentelemetry/api'

const scopeName = 'tailspan'

/** The tracer of our own spans; does nothing until telemetry is registered. */
export const tracer: Tracer = trace.getTracer(scopeName)

/**
 * The meter of our own metrics.
 *
 * repeats: looked up at each use, because a meter taken before telemetry is registered stays silent
 *          permanently; so create instruments in factories, not at module level
 */
export const meter: Meter = new Proxy({} as Meter, {
  get(_, method: keyof Meter) {
    const live = metrics.getMeter(scopeName)
    return live[method].bind(live)
  },
})
