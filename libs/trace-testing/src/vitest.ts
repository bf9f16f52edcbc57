import { expect } from 'vitest'
import { type TraceMatchers, traceMatchers } from './matchers/trace-matchers.ts'

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends TraceMatchers<R> {}
}

expect.extend(traceMatchers)

export type { HaveSpanOptions } from './matchers/to-have-span.ts'
export type { SpanTreeOptions } from './matchers/to-have-span-tree.ts'
export { type TraceMatchers, traceMatchers } from './matchers/trace-matchers.ts'
