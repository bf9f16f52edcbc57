import type { Span, SpanStore } from '@tailspan/trace-testing'

const patienceMs = 15_000

/** The trace of a client with those that follow it, once it has what it must have; else as it is by then. */
export function untilTrace(
  spans: SpanStore,
  traceId: string,
  isComplete: (spans: readonly Span[]) => boolean,
): Promise<readonly Span[]> {
  return spans.awaitFollowed(traceId, isComplete, { timeoutMs: patienceMs })
}

/** All spans of an order that was confirmed: both mails are sent, and every parent is there. */
export function isWhole(spans: readonly Span[]): boolean {
  const ids = new Set(spans.map(({ spanId }) => spanId))
  const isMissing = ({ parentSpanId, kind }: Span) =>
    kind !== 'SERVER' && parentSpanId !== undefined && !ids.has(parentSpanId)
  return named(spans, 'send mail').length >= 2 && !spans.some(isMissing)
}

/** Spans by name, the earliest first. */
export function named(spans: readonly Span[], name: string): readonly Span[] {
  return spans
    .filter((span) => span.name === name)
    .toSorted((a, b) => (a.startNs < b.startNs ? -1 : 1))
}

/** How much of a period a span, or a gap between spans, covers: from 0 to 1. */
export function shareOf(
  period: { readonly fromNs: bigint; readonly toNs: bigint },
  { startNs, endNs }: Pick<Span, 'startNs' | 'endNs'>,
): number {
  const from = startNs > period.fromNs ? startNs : period.fromNs
  const to = endNs < period.toNs ? endNs : period.toNs
  return to > from ? Number(to - from) / Number(period.toNs - period.fromNs) : 0
}

/** Now, on the clock of spans. */
export function nowNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n
}

/** A duration as a person reads it. */
export function inWords(ns: bigint): string {
  const ms = Number(ns) / 1e6
  return ms >= 1_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.max(1, Math.round(ms))} ms`
}
