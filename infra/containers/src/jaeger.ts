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
const pollMs = 300
const maxTraces = 50

/** The page of one trace. */
export function tracePage({ url }: Jaeger, traceId: string): string {
  return `${url}/trace/${traceId}`
}

/** The spans of one trace as Jaeger has them now; none when it does not know it. */
export async function readTrace({ url }: Jaeger, traceId: string): Promise<readonly Span[]> {
  return readSpans(`${url}/api/v3/traces/${traceId}?${raw}=true`)
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

/** Brings the traces that Jaeger gets from now on into a store, until the signal; Jaeger may come and go. */
export async function followJaeger(
  jaeger: Jaeger,
  store: SpanStore,
  signal: AbortSignal,
): Promise<void> {
  const since = new Date()
  while (!signal.aborted) {
    const found = beginners.map((service) => findTraces(jaeger, { service, since }))
    for (const result of await Promise.allSettled(found))
      if (result.status === 'fulfilled') store.add(result.value)
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
