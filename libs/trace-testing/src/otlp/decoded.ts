import type { AttributeValue, Span } from '../span.ts'
import { faultOf, type RawSpan, toSpan } from './raw-span.ts'

/** What a request held: the spans to keep, how many had to be refused, and why the first was. */
export type Decoded = {
  readonly spans: readonly Span[]
  readonly rejectedCount: number
  readonly firstFault?: string
}

/** What the spans of one scope share, as it stood on the wire. */
export type RawOrigin = {
  readonly resource: ReadonlyMap<string, AttributeValue>
  readonly scope: string
}

/** Checks spans one by one: a broken one is refused, its neighbours are kept. */
export class Collector {
  readonly #spans: Span[] = []
  #rejectedCount = 0
  #firstFault: string | undefined

  /** A function that keeps the spans of one origin. */
  from({ resource: bag, scope }: RawOrigin): (raw: RawSpan) => void {
    const origin = { service: serviceOf(bag), scope, resource: Object.fromEntries(bag) }
    return (raw) => {
      const fault = faultOf(raw)
      if (fault === undefined) this.#spans.push(toSpan(raw, origin))
      else this.#reject(fault)
    }
  }

  #reject(fault: string): void {
    this.#rejectedCount += 1
    this.#firstFault ??= fault
  }

  decoded(): Decoded {
    const counts = { spans: this.#spans, rejectedCount: this.#rejectedCount }
    return this.#firstFault === undefined ? counts : { ...counts, firstFault: this.#firstFault }
  }
}

function serviceOf(resource: ReadonlyMap<string, AttributeValue>): string {
  const name = resource.get('service.name')
  return typeof name === 'string' && name !== '' ? name : 'unknown_service'
}
