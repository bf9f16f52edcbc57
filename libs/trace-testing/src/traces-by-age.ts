import type { Span } from './span.ts'

/** The spans of one trace by their id, in the order of their arrival. */
export type SpansById = Map<string, Span>

/** Traces in the order in which each got its last span; finding the oldest costs the same however many have gone. */
export class TracesByAge {
  readonly #traces = new Map<string, SpansById>()
  #oldestFirst = this.#traces.entries()
  #newest: string | undefined

  get(traceId: string): SpansById | undefined {
    return this.#traces.get(traceId)
  }

  all(): IterableIterator<[traceId: string, spans: SpansById]> {
    return this.#traces.entries()
  }

  /** The trace, made if it is not there; from now on it is the newest. */
  touch(traceId: string): SpansById {
    const spans = this.#traces.get(traceId) ?? new Map()
    if (traceId === this.#newest) return spans
    // Setting anew moves a trace to the end of the map: the first is the one quiet longest.
    this.#traces.delete(traceId)
    this.#traces.set(traceId, spans)
    this.#newest = traceId
    return spans
  }

  /** The trace that was quiet longest; it has to be deleted, unless it is the newest as well. */
  oldest(): [traceId: string, spans: SpansById] | undefined {
    // The iterator goes on where it stood: a new one would first pass over all that was deleted before.
    const next = this.#oldestFirst.next()
    if (!next.done && next.value[0] !== this.#newest) return next.value
    this.#oldestFirst = this.#traces.entries()
    const [first] = this.#traces
    return first
  }

  delete(traceId: string): void {
    this.#traces.delete(traceId)
    if (traceId === this.#newest) this.#newest = undefined
  }

  clear(): void {
    this.#traces.clear()
    this.#oldestFirst = this.#traces.entries()
    this.#newest = undefined
  }
}
