import { AsyncLocalStorage } from 'node:async_hooks'
import type { SpanProcessor } from '@opentelemetry/sdk-trace'

const inRoot = AsyncLocalStorage.snapshot()

/**
 * Hands ended spans on outside of the request that ended them.
 *
 * The batch processor's timer starts the next timer and opens the exporter's socket, each in the
 * async context of the one before: without this the first request would be retained as long as the process lives.
 */
export function inRootContext(processor: SpanProcessor): SpanProcessor {
  return {
    onStart: (span, context) => processor.onStart(span, context),
    onEnd: (span) => inRoot(() => processor.onEnd(span)),
    forceFlush: () => inRoot(() => processor.forceFlush()),
    shutdown: () => inRoot(() => processor.shutdown()),
  }
}
