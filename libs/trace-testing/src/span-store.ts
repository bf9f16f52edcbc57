import type { Span } from './span.ts'
import { TraceTimeout } from './trace-timeout.ts'

/** The spans of one trace, in the order of their arrival. */
export type Trace = { readonly traceId: string; readonly spans: readonly Span[] }

/** How long to wait before a TraceTimeout is thrown. */
export type WaitOptions = { readonly timeoutMs?: number }

/**
 * Keeps the newest spans, whole traces at a time, and lets tests wait for what is still to come.
 *
 * units:   maxSpans counts spans of all traces; the trace that was quiet longest goes first
 * repeats: a span that an exporter sends again is kept once
 */
export class SpanStore {
  readonly #maxSpans: number
  readonly #traces = new Map<string, Map<string, Span>>()
  readonly #listeners = new Set<(span: Span) => void>()
  #spanCount = 0
  #droppedCount = 0

  constructor({ maxSpans = 50_000 }: { readonly maxSpans?: number } = {}) {
    this.#maxSpans = maxSpans
  }

  /** How many spans had to go because the store was full. */
  get droppedCount(): number {
    return this.#droppedCount
  }

  /** Adds spans and tells the listeners. */
  add(spans: Iterable<Span>): void {
    const added = [...spans].filter((span) => this.#keep(span))
    for (const span of added) for (const listener of [...this.#listeners]) listener(span)
  }

  #keep(span: Span): boolean {
    const trace = this.#traces.get(span.traceId) ?? new Map<string, Span>()
    if (trace.has(span.spanId)) return false
    // Setting anew moves the trace to the end of the map: the first is the one quiet longest.
    this.#traces.delete(span.traceId)
    this.#traces.set(span.traceId, trace.set(span.spanId, span))
    this.#spanCount += 1
    this.#shrink(trace, span)
    return true
  }

  #shrink(newest: Map<string, Span>, span: Span): void {
    while (this.#spanCount > this.#maxSpans) {
      const [[traceId, trace] = []] = this.#traces
      if (traceId === undefined || trace === undefined) return
      // One trace fills the store: it keeps its beginning, which explains more than its end.
      const gone = trace === newest ? Number(trace.delete(span.spanId)) : trace.size
      if (trace !== newest) this.#traces.delete(traceId)
      this.#spanCount -= gone
      this.#droppedCount += gone
    }
  }

  /** All spans that are kept. */
  spans(): readonly Span[] {
    return this.traces().flatMap((trace) => trace.spans)
  }

  /** All traces that are kept, the most recently heard of last. */
  traces(): readonly Trace[] {
    return [...this.#traces].map(([traceId, spans]) => ({ traceId, spans: [...spans.values()] }))
  }

  /** The spans of one trace, none when it is not known. */
  trace(traceId: string): readonly Span[] {
    return [...(this.#traces.get(traceId)?.values() ?? [])]
  }

  /**
   * The spans of one trace and of all traces that link to it, directly or through others: what came
   * of a request whose consumers begin traces of their own.
   */
  traceAndFollowers(traceId: string): readonly Span[] {
    const found = new Set([traceId])
    const links = this.traces().flatMap((trace) =>
      trace.spans.flatMap(({ links }) =>
        links.map((link) => [trace.traceId, link.traceId] as const),
      ),
    )
    // A set takes members while it is walked: followers of followers are met in turn.
    for (const leader of found) {
      for (const [from, to] of links) if (to === leader) found.add(from)
    }
    return [...found].flatMap((id) => this.trace(id))
  }

  /** Forgets everything. */
  clear(): void {
    this.#traces.clear()
    this.#spanCount = 0
  }

  /** Calls back for every span from now on, until the returned function is called. */
  onSpan(listener: (span: Span) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /**
   * Waits until the trace is as it should be, and returns its spans.
   *
   * errors: trace-timeout, its message shows the trace as far as it had come
   */
  async waitForTrace(
    traceId: string,
    isComplete: (spans: readonly Span[]) => boolean,
    options?: WaitOptions,
  ): Promise<readonly Span[]> {
    const seen = () => this.trace(traceId)
    await this.#waitUntil(() => isComplete(seen()), seen, options)
    return seen()
  }

  /**
   * Waits for a span of any trace, and returns the first that matches.
   *
   * errors: trace-timeout, its message shows all that had arrived
   */
  async waitForSpan(matches: (span: Span) => boolean, options?: WaitOptions): Promise<Span> {
    const seen = () => this.spans()
    await this.#waitUntil(() => seen().some(matches), seen, options)
    return seen().find(matches) as Span
  }

  async #waitUntil(
    isDone: () => boolean,
    seen: () => readonly Span[],
    { timeoutMs = 5_000 }: WaitOptions = {},
  ): Promise<void> {
    if (isDone()) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const stop = this.onSpan(() => {
      try {
        if (isDone()) resolve()
      } catch (error) {
        reject(error)
      }
    })
    const timer = setTimeout(() => reject(new TraceTimeout(timeoutMs, seen())), timeoutMs)
    await promise.finally(() => {
      clearTimeout(timer)
      stop()
    })
  }
}
