import type { Span } from '../span.ts'
import type { SpanStore } from '../span-store.ts'
import { type SdkSpan, toSpan } from './sdk-span.ts'

/** What the SDK's span processors take as their exporter. */
export type StoreExporter = {
  export(spans: readonly SdkSpan[], done: (result: { code: number }) => void): void
  forceFlush(): Promise<void>
  shutdown(): Promise<void>
}

/**
 * An exporter that puts spans of this process straight into a store, without HTTP.
 *
 * repeats: after shutdown it takes no more
 */
export function createStoreExporter(store: SpanStore): StoreExporter {
  let isOpen = true
  return {
    export(spans, done) {
      if (isOpen) store.add(spans.map((span): Span => toSpan(span)))
      done({ code: isOpen ? 0 : 1 })
    },
    async forceFlush() {},
    async shutdown() {
      isOpen = false
    },
  }
}
