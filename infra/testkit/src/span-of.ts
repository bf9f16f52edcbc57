import type { Span } from '@tailspan/trace-testing'

type Given = Partial<Omit<Span, 'startNs' | 'endNs'>> & {
  readonly from: number
  readonly to: number
}

let nth = 0

/** A span that ran from one millisecond to another; what is not given is as plain as it can be. */
export function spanOf(name: string, { from, to, ...given }: Given): Span {
  nth += 1
  return {
    traceId: 'a',
    spanId: String(nth),
    name,
    kind: 'INTERNAL',
    service: 'order',
    startNs: BigInt(from) * 1_000_000n,
    endNs: BigInt(to) * 1_000_000n,
    attributes: {},
    links: [],
    events: [],
    status: { code: 'UNSET' },
    scope: '',
    resource: {},
    ...given,
  }
}

/** A link to a span. */
export function linkTo({ traceId, spanId }: Span) {
  return { traceId, spanId, attributes: {} }
}
