import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import type { Outbox } from '@tailspan/outbox'
import { createScope, type Scope } from '@tailspan/scope'

type Needs = { readonly outbox: Pick<Outbox<never>, 'transaction'>; readonly topic: string }
type Data = { readonly version: number }
type Sent = { readonly traceId: string; readonly arrival: PromiseWithResolvers<number> }
type Many = { readonly count: number; readonly keys: number; readonly perSecond: number }

const patienceMs = 60_000

/** Events that are stored, and what becomes of them at their handler. */
export class Deliveries {
  readonly #needs: Needs
  readonly #sent = new Map<string, Sent>()
  readonly #versions = new Map<string, number>()
  readonly #seen = new Set<string>()
  unordered = 0
  cut = 0

  constructor(needs: Needs) {
    this.#needs = needs
  }

  get arrived(): number {
    return this.#seen.size
  }

  get lost(): number {
    return this.#sent.size - this.#seen.size
  }

  /** The handler: a copy is no news, the first one is in order and in the trace that it began in. */
  readonly take = async (event: { id: string; subject: string; data: unknown }, scope: Scope) => {
    const sent = this.#sent.get(event.id)
    sent?.arrival.resolve(performance.now())
    if (!sent || this.#seen.has(event.id)) return
    this.#seen.add(event.id)
    const { version } = event.data as Data
    const last = this.#versions.get(event.subject) ?? 0
    if (version !== last + 1) this.unordered += 1
    this.#versions.set(event.subject, version)
    if (trace.getSpanContext(scope.context)?.traceId !== sent.traceId) this.cut += 1
  }

  /** From the commit of an event to the first line of its handler, in milliseconds. */
  async deliverOne(): Promise<number> {
    const { committedAtMs, arrival } = await this.#store(randomUUID(), 1)
    return (await arrival) - committedAtMs
  }

  /** Stores so many at this pace and waits for them; how many have arrived. */
  async deliverMany({ count, keys, perSecond }: Many): Promise<number> {
    const run = randomUUID()
    const before = this.arrived
    const chains = Array.from({ length: keys }, () => Promise.resolve())
    for (let n = 0; n < count; n++) {
      const key = n % keys
      const store = () => this.#store(`${run}-${key}`, 1 + Math.floor(n / keys))
      chains[key] = (chains[key] as Promise<void>).then(store).then(() => {})
      await pause(1_000 / perSecond)
    }
    await Promise.all(chains)
    const endMs = performance.now() + patienceMs
    while (this.lost > 0 && performance.now() < endMs) await pause(50)
    return this.arrived - before
  }

  async #store(subject: string, version: number) {
    const id = randomUUID()
    const span = trace.getTracer('bench').startSpan('POST /orders', {}, ROOT_CONTEXT)
    const scope = createScope({ context: trace.setSpan(ROOT_CONTEXT, span) })
    const arrival = Promise.withResolvers<number>()
    const time = new Date().toISOString()
    const told = { id, type: 'order.changed', source: '/order', time, subject }
    await this.#needs.outbox.transaction(scope, async (_, say) => {
      // Known before it can arrive, which may be before the commit is answered.
      this.#sent.set(id, { traceId: span.spanContext().traceId, arrival })
      say(this.#needs.topic, { ...told, data: { version } })
    })
    span.end()
    return { committedAtMs: performance.now(), arrival: arrival.promise }
  }
}
