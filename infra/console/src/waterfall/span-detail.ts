import type { Runner } from '@tailspan/local/start'
import { type Attributes, formatDuration, type Span } from '@tailspan/trace-testing'
import type { SpanDetail } from '../views/span-detail.ts'
import { traceHref } from '../views/trace-href.ts'
import { readLogLines } from './log-lines.ts'
import { toValueText } from './value-text.ts'

type Around = { readonly runner: Runner; readonly of: string }

/** All that is known of one span, its log lines included where the runner has them. */
export async function readSpanDetail(span: Span, { runner, of }: Around): Promise<SpanDetail> {
  const { name, kind, service, spanId, traceId, status } = span
  const page = runner.tracePage?.(traceId)
  return {
    name,
    kind,
    service,
    spanId,
    traceId,
    scope: span.scope,
    backHref: traceHref(of),
    startedAt: new Date(Number(span.startNs / 1_000_000n)).toISOString(),
    took: formatDuration(span.endNs - span.startNs),
    status: status.message ? `${status.code}: ${status.message}` : status.code,
    attributes: toPairs(span.attributes),
    resource: toPairs(span.resource),
    events: span.events.map((event) => ({
      name: event.name,
      at: formatDuration(event.timeNs - span.startNs),
      attributes: toPairs(event.attributes),
    })),
    logs: runner.logFolder ? await readLogLines(runner.logFolder, span) : undefined,
    jaegerUrl: page && `${page}?uiFind=${encodeURIComponent(spanId)}`,
  }
}

function toPairs(attributes: Attributes): [key: string, text: string][] {
  return Object.entries(attributes).map(([key, value]) => [key, toValueText(value)])
}
