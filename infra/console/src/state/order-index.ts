import type { Runner } from '@tailspan/local/start'
import type { Span } from '@tailspan/trace-testing'

/** What is known of an order by its spans. */
export type OrderSummary = {
  readonly traceId: string
  /** When its request came, in milliseconds since 1970. */
  readonly placedAtMs: number
  /** From the request to its answer. */
  readonly answeredMs: number
  readonly answer: number
  readonly status: 'placed' | 'confirmed' | 'rejected' | 'refused'
  readonly spanCount: number
  readonly isComplete: boolean
}

const maxOrders = 2_000
const statusAttribute = 'http.response.status_code'
const eventAttribute = 'cloudevents.event_type'

/** The traces that began with an order, newest first; what became of each is read from its spans when it is shown. */
export class OrderIndex {
  readonly #runner: Runner
  readonly #requests = new Map<string, Span>()

  constructor(runner: Runner) {
    this.#runner = runner
  }

  /** Keeps the requests among these spans; the oldest order goes when there are too many. */
  note(spans: Iterable<Span>): void {
    for (const span of spans)
      if (this.#runner.isRequest(span)) this.#requests.set(span.traceId, span)
    for (const traceId of this.#requests.keys()) {
      if (this.#requests.size <= maxOrders) return
      this.#requests.delete(traceId)
    }
  }

  /** How many orders are kept. */
  get count(): number {
    return this.#requests.size
  }

  newest(count: number): OrderSummary[] {
    const requests = [...this.#requests.values()].slice(-count).reverse()
    return requests.flatMap((request) => this.#summarize(request) ?? [])
  }

  /** An order by its trace; undefined when the trace is not, or no longer, here. */
  find(traceId: string): OrderSummary | undefined {
    const request = this.#requests.get(traceId)
    return request && this.#summarize(request)
  }

  #summarize(request: Span): OrderSummary | undefined {
    const { spans, lacks, isAccepted } = this.#runner.readTrace(request.traceId)
    if (spans.length === 0) return undefined
    return {
      traceId: request.traceId,
      placedAtMs: Number(request.startNs / 1_000_000n),
      answeredMs: Number(request.endNs - request.startNs) / 1e6,
      answer: Number(request.attributes[statusAttribute] ?? 0),
      status: isAccepted ? statusOf(spans) : 'refused',
      spanCount: spans.length,
      isComplete: lacks.length === 0,
    }
  }
}

function statusOf(spans: readonly Span[]): OrderSummary['status'] {
  const events = new Set(spans.map(({ attributes }) => attributes[eventAttribute]))
  if (events.has('order.confirmed')) return 'confirmed'
  return events.has('order.rejected') ? 'rejected' : 'placed'
}
