import { setTimeout as delay } from 'node:timers/promises'
import { needing } from '@tailspan/manifest'
import { decodeJson, type Span, type SpanStore } from '@tailspan/trace-testing'

/** Where Jaeger's query API and page answer. */
export type Jaeger = { readonly url: string }

// Otherwise Jaeger 2.13 sorts the attributes of every trace that it answers with, in its own memory: those who read the
// same trace at the same time mix its attributes up, and it stays so.
const raw = 'raw_traces'

/** The services whose traces are asked for: those that begin one, in link mode too. */
const beginners = needing('kafka')
const usualPollMs = 300
/** A trace that has not grown for so long is not read again. */
const overlapMs = 300_000
const maxTraces = 50

/** From when on traces are brought, how often Jaeger is asked, and until when. */
export type Following = {
  readonly signal: AbortSignal
  readonly since?: Date
  readonly pollMs?: number
}

/** The page of one trace. */
export function tracePage({ url }: Jaeger, traceId: string): string {
  return `${url}/trace/${traceId}`
}

/** The spans of one trace as Jaeger has them now; none when it does not know it. */
export async function readTrace({ url }: Jaeger, traceId: string): Promise<readonly Span[]> {
  return readSpans(`${url}/api/v3/traces/${traceId}?${raw}=true`)
}

/** Brings one trace into a store, if its name is one and Jaeger has it; a Jaeger that is away has none. */
export async function recallTrace(
  jaeger: Jaeger,
  store: SpanStore,
  traceId: string,
): Promise<void> {
  if (/^[0-9a-f]{32}$/.test(traceId)) store.add(await readTrace(jaeger, traceId).catch(() => []))
}

/** The spans of the newest traces in which a service takes part. */
export async function findTraces(
  { url }: Jaeger,
  { service, since }: { readonly service: string; readonly since: Date },
): Promise<readonly Span[]> {
  const query = new URLSearchParams({
    'query.service_name': service,
    'query.start_time_min': since.toISOString(),
    'query.start_time_max': new Date(Date.now() + 60_000).toISOString(),
    'query.num_traces': String(maxTraces),
    [`query.${raw}`]: 'true',
  })
  return readSpans(`${url}/api/v3/traces?${query}`)
}

/** Brings the traces that Jaeger gets from now on, or since a moment, into a store; Jaeger may come and go. */
export async function followJaeger(
  jaeger: Jaeger,
  store: SpanStore,
  { signal, since = new Date(), pollMs = usualPollMs }: Following,
): Promise<void> {
  let from = since
  while (!signal.aborted) {
    const askedMs = Date.now()
    const found = beginners.map((service) => findTraces(jaeger, { service, since: from }))
    const results = await Promise.allSettled(found)
    for (const result of results) if (result.status === 'fulfilled') store.add(result.value)
    const hasAnswered = results.every(({ status }) => status === 'fulfilled')
    if (hasAnswered) from = new Date(Math.max(from.getTime(), askedMs - overlapMs))
    await delay(pollMs, undefined, { signal }).catch(() => {})
  }
}

async function readSpans(url: string): Promise<readonly Span[]> {
  const answer = await fetch(url)
  if (answer.status === 404) return []
  if (!answer.ok) throw new Error(`Jaeger answered ${answer.status}: ${await answer.text()}`)
  // OTLP in JSON inside of `result`; several traces may come as several such objects, one a line.
  const parts = (await answer.text()).split('\n').filter(Boolean)
  return parts.flatMap((part) => decodeJson(encoder.encode(unwrap(part))).spans)
}

const encoder = new TextEncoder()

function unwrap(part: string): string {
  return JSON.stringify((JSON.parse(part) as { readonly result?: object }).result ?? {})
}
