import { LinkIndex } from './link-index.ts'
import type { Span } from './span.ts'
import { TraceTimeout } from './trace-timeout.ts'
import { TracesByAge } from './traces-by-age.ts'

/** The spans of one trace, in the order of their arrival. */
export type Trace = { readonly traceId: string; readonly spans: readonly Span[] }

/** How long to wait before a TraceTimeout is thrown. */
export type WaitOptions = { readonly timeoutMs?: number }

/** What is waited for: asked again only when something has come that concerns it. */
type Wait = {
  seen(): readonly Span[]
  concerns(added: readonly Span[]): boolean
  isComplete(spans: readonly Span[]): boolean
  /** At the deadline what there is is returned, and is no error. */
  readonly takesIncomplete?: boolean
}

/**
 * Keeps the newest spans, whole traces at a time, and lets tests wait for what is still to come.
 *
 * units:   maxSpans counts spans of all traces; the trace that was quiet longest goes first
 * repeats: a span that an exporter sends again is kept once
 */
export class SpanStore {
  readonly #maxSpans: number
  readonly #traces = new TracesByAge()
  readonly #links = new LinkIndex()
  readonly #listeners = new Set<(added: readonly Span[]) => void>()
  #spanCount = 0
  #droppedCount = 0

  constructor({ maxSpans = 50_000 }: { readonly maxSpans?: number } = {}) {
    this.#maxSpans = maxSpans
  }

  /** How many spans are kept at most. */
  get maxSpans(): number {
    return this.#maxSpans
  }

  /** How many spans had to go because the store was full. */
  get droppedCount(): number {
    return this.#droppedCount
  }

  /** Adds spans and tells the listeners. */
  add(spans: Iterable<Span>): void {
    const added = [...spans].filter((span) => this.#keep(span))
    if (added.length > 0) for (const listener of [...this.#listeners]) listener(added)
  }

  #keep(span: Span): boolean {
    if (this.#traces.get(span.traceId)?.has(span.spanId)) return false
    this.#traces.touch(span.traceId).set(span.spanId, span)
    this.#links.add(span)
    this.#spanCount += 1
    while (this.#spanCount > this.#maxSpans) this.#dropOldest(span)
    return true
  }

  #dropOldest(span: Span): void {
    const [traceId, spans] = this.#traces.oldest() ?? [span.traceId, new Map()]
    // One trace fills the store: it keeps its beginning, which explains more than its end.
    const gone = traceId === span.traceId ? [span] : [...spans.values()]
    for (const one of gone) {
      spans.delete(one.spanId)
      this.#links.remove(one)
    }
    if (spans.size === 0) this.#traces.delete(traceId)
    this.#spanCount -= gone.length
    this.#droppedCount += gone.length
  }

  /** All spans that are kept. */
  spans(): readonly Span[] {
    return this.traces().flatMap((trace) => trace.spans)
  }

  /** All traces that are kept, the most recently heard of last. */
  traces(): readonly Trace[] {
    return [...this.#traces.all()].map(([traceId, spans]) => ({
      traceId,
      spans: [...spans.values()],
    }))
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
    return [...this.#links.family(traceId)].flatMap((id) => this.trace(id))
  }

  /** Forgets everything. */
  clear(): void {
    this.#traces.clear()
    this.#links.clear()
    this.#spanCount = 0
  }

  /** Calls back for every span from now on, until the returned function is called. */
  onSpan(listener: (span: Span) => void): () => void {
    return this.onSpans((added) => {
      for (const span of added) listener(span)
    })
  }

  /** The same once for all spans that come together: less work for who looks at a whole trace. */
  onSpans(listener: (added: readonly Span[]) => void): () => void {
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
    const concerns = (added: readonly Span[]) => added.some((span) => span.traceId === traceId)
    return this.#waitUntil({ seen, concerns, isComplete }, options)
  }

  /**
   * Waits until a trace is as it should be together with its followers, as `traceAndFollowers` finds them; at the
   * deadline returns them as they are then.
   */
  async awaitFollowed(
    traceId: string,
    isComplete: (spans: readonly Span[]) => boolean,
    options?: WaitOptions,
  ): Promise<readonly Span[]> {
    const seen = () => this.traceAndFollowers(traceId)
    const wait = { seen, concerns: () => true, isComplete, takesIncomplete: true }
    return this.#waitUntil(wait, options)
  }

  /**
   * Waits for a span of any trace, and returns the first that matches.
   *
   * errors: trace-timeout, its message shows all that had arrived
   */
  async waitForSpan(matches: (span: Span) => boolean, options?: WaitOptions): Promise<Span> {
    let found = this.spans().find(matches)
    const concerns = (added: readonly Span[]) => {
      found ??= added.find(matches)
      return found !== undefined
    }
    const isComplete = () => found !== undefined
    await this.#waitUntil({ seen: () => this.spans(), concerns, isComplete }, options)
    return found as Span
  }

  async #waitUntil(
    { seen, concerns, isComplete, takesIncomplete = false }: Wait,
    { timeoutMs = 5_000 }: WaitOptions = {},
  ): Promise<readonly Span[]> {
    const first = seen()
    if (isComplete(first)) return first
    const { promise, resolve, reject } = Promise.withResolvers<readonly Span[]>()
    const look = (added: readonly Span[]) => {
      try {
        const now = concerns(added) ? seen() : undefined
        if (now && isComplete(now)) resolve(now)
      } catch (error) {
        reject(error)
      }
    }
    const stop = this.onSpans(look)
    const end = () =>
      takesIncomplete ? resolve(seen()) : reject(new TraceTimeout(timeoutMs, seen()))
    const timer = setTimeout(end, timeoutMs)
    return promise.finally(() => {
      clearTimeout(timer)
      stop()
    })
  }
}
