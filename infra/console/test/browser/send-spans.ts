import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'

/** A span as a test sends it; times in milliseconds after the first. */
export type SentSpan = {
  readonly spanId?: string
  readonly parentSpanId?: string
  readonly name: string
  readonly at?: number
  readonly lasts?: number
  readonly attributes?: Readonly<Record<string, string>>
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[]
}

export const newTraceId = () => randomBytes(16).toString('hex')
export const newSpanId = () => randomBytes(8).toString('hex')

/** Sends spans to the receiver of the running system, as any program on this machine may; returns their trace. */
export async function sendSpans(
  spans: readonly SentSpan[],
  { traceId = newTraceId(), service = 'stranger' } = {},
): Promise<string> {
  const startNs = BigInt(Date.now()) * 1_000_000n
  const toNs = (ms: number) => String(startNs + BigInt(Math.round(ms * 1e6)))
  const body = {
    resourceSpans: [
      {
        resource: { attributes: toAttributes({ 'service.name': service }) },
        scopeSpans: [
          {
            scope: { name: 'test' },
            spans: spans.map(({ at = 0, lasts = 1, attributes = {}, spanId, ...span }) => ({
              traceId,
              spanId: spanId ?? newSpanId(),
              kind: 1,
              ...span,
              startTimeUnixNano: toNs(at),
              endTimeUnixNano: toNs(at + lasts),
              attributes: toAttributes(attributes),
            })),
          },
        ],
      },
    ],
  }
  const answer = await fetch(`http://127.0.0.1:${inject('console').ports.otlp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`the receiver answered ${answer.status}`)
  return traceId
}

function toAttributes(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }))
}
