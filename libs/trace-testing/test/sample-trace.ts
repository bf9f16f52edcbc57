import type { Span } from '../src/index.ts'

type Sketch = Partial<Omit<Span, 'startNs' | 'endNs'>> & {
  readonly at?: number
  readonly lasts?: number
}

const startNs = 1_763_712_267_000_000_000n

/** A span from a few words; times in milliseconds after the beginning. */
export function sketchSpan({ at = 0, lasts = 1, ...given }: Sketch = {}): Span {
  return {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    name: 'POST /orders',
    kind: 'INTERNAL',
    service: 'order',
    startNs: startNs + BigInt(Math.round(at * 1e6)),
    endNs: startNs + BigInt(Math.round((at + lasts) * 1e6)),
    attributes: {},
    links: [],
    events: [],
    status: { code: 'UNSET' },
    scope: 'tailspan',
    resource: {},
    ...given,
  }
}

/** Spans from rows of: own number, parent's number, name, kind, service, start, length. */
export function sketchTrace(
  rows: readonly (readonly [number, number, string, Span['kind'], string, number, number])[],
): Span[] {
  return rows.map(([id, parent, name, kind, service, at, lasts]) =>
    sketchSpan({
      spanId: spanIdOf(id),
      ...(parent === 0 ? {} : { parentSpanId: spanIdOf(parent) }),
      name,
      kind,
      service,
      at,
      lasts,
    }),
  )
}

export function spanIdOf(number: number): string {
  return number.toString(16).padStart(16, '0')
}

/** An order that is answered after 12 ms and works on until its second mail. */
export function sampleTrace(): Span[] {
  return sketchTrace([
    [1, 0, 'POST /orders', 'SERVER', 'order', 0, 12.4],
    [2, 1, 'GET /stock', 'CLIENT', 'order', 1.1, 4.2],
    [3, 2, 'GET /stock', 'SERVER', 'inventory', 1.9, 2.8],
    [4, 1, 'POST /quotes', 'CLIENT', 'order', 1.2, 3.1],
    [5, 4, 'POST /quotes', 'SERVER', 'pricing', 2.1, 1.6],
    [6, 1, 'INSERT orders', 'CLIENT', 'order', 6.1, 3.9],
    [7, 1, 'create orders', 'PRODUCER', 'order', 11.2, 0.08],
    [8, 7, 'send orders', 'CLIENT', 'order', 11.6, 9.7],
    [9, 7, 'process orders', 'CONSUMER', 'notification', 24.1, 21.2],
    [10, 9, 'send mail', 'CLIENT', 'notification', 26.0, 18.3],
    [11, 7, 'process orders', 'CONSUMER', 'inventory', 23.4, 8.8],
    [12, 11, 'create stock', 'PRODUCER', 'inventory', 30.9, 0.06],
    [13, 12, 'send stock', 'CLIENT', 'inventory', 32.4, 4.2],
    [14, 12, 'process stock', 'CONSUMER', 'order', 38.6, 7.3],
    [15, 14, 'create orders', 'PRODUCER', 'order', 44.2, 0.05],
    [16, 15, 'send orders', 'CLIENT', 'order', 46.1, 3.4],
    [17, 15, 'process orders', 'CONSUMER', 'notification', 51.3, 19.9],
    [18, 17, 'send mail', 'CLIENT', 'notification', 52.4, 18.1],
  ])
}
