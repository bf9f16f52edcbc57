import type { Span } from '@tailspan/trace-testing'

/** What became of the demo. */
export type DemoResult = {
  /** In one sentence, for people. */
  readonly headline: string
  /** What else a person sees, a line each. */
  readonly details: readonly string[]
  /** The same for machines. */
  readonly facts: Readonly<Record<string, unknown>>
  readonly traceId: string
  readonly spans: readonly Span[]
  /** Everything that is not as it should be; empty when the system works. */
  readonly faults: readonly string[]
}
