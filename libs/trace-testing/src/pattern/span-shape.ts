import { isDeepStrictEqual } from 'node:util'
import { type Span, type SpanKind, type SpanStatus, spanKinds } from '../span.ts'

/** What a span must be like; what is left out may be anything. */
export type SpanShape = {
  readonly name?: string | RegExp
  readonly kind?: SpanKind
  readonly service?: string
  readonly status?: SpanStatus['code']
  /** Only these are compared; `undefined` wants the attribute to be absent. */
  readonly attributes?: Readonly<Record<string, unknown>>
}

/**
 * A span in words: `send orders CLIENT order`, or its shape.
 *
 * shape: name, then kind, then service, the last two if they matter; `*` in the name is any text
 */
export type SpanPattern = string | SpanShape

/** How attribute values are compared. */
export type Equals = (actual: unknown, expected: unknown) => boolean

const line = new RegExp(
  `^(?<name>.+?)(?:\\s+(?<kind>${spanKinds.join('|')})(?:\\s+(?<service>\\S+))?)?$`,
)

/** The shape that the words stand for. */
export function shapeOf(pattern: SpanPattern): SpanShape {
  if (typeof pattern !== 'string') return pattern
  const { name = '', kind, service } = line.exec(pattern.trim())?.groups ?? {}
  return {
    name: name.includes('*') ? globOf(name) : name,
    ...(kind === undefined ? {} : { kind: kind as SpanKind }),
    ...(service === undefined ? {} : { service }),
  }
}

function globOf(name: string): RegExp {
  const literals = name.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literals.join('.*')}$`, 's')
}

/** What keeps the span from having this shape, as clauses; none when it has it. */
export function misfitsOf(
  span: Span,
  shape: SpanShape,
  equals: Equals = isDeepStrictEqual,
): string[] {
  const { kind = span.kind, service = span.service, status = span.status.code } = shape
  return [
    hasName(span, shape.name) ? '' : `its name is ${quote(span.name)}`,
    kind === span.kind ? '' : `its kind is ${span.kind}`,
    service === span.service ? '' : `its service is ${span.service}`,
    status === span.status.code ? '' : `its status is ${span.status.code}`,
    ...attributeMisfits(span, shape, equals),
  ].filter((clause) => clause !== '')
}

function hasName(span: Span, name: SpanShape['name']): boolean {
  if (name === undefined) return true
  return typeof name === 'string' ? span.name === name : name.test(span.name)
}

function attributeMisfits(span: Span, { attributes = {} }: SpanShape, equals: Equals): string[] {
  return Object.entries(attributes)
    .filter(([key, expected]) => !equals(span.attributes[key], expected))
    .map(([key]) =>
      key in span.attributes
        ? `its ${key} is ${show(span.attributes[key])}`
        : `it has no attribute ${key}`,
    )
}

/** The pattern as one writes it in a test. */
export function describePattern(pattern: SpanPattern): string {
  if (typeof pattern === 'string') return quote(pattern.trim())
  const { name, kind, service, status, attributes } = pattern
  const head = [name ?? '*', kind, service].filter(Boolean).join(' ')
  const rest = [status, ...Object.entries(attributes ?? {}).map(([k, v]) => `${k}=${show(v)}`)]
  return [quote(head), ...rest.filter(Boolean)].join(' ')
}

/** The span as one would write it in a test. */
export function describeSpan({ name, kind, service }: Span): string {
  return quote(`${name} ${kind} ${service}`)
}

function quote(text: string): string {
  return `"${text}"`
}

function show(value: unknown): string {
  return typeof value === 'string' ? quote(value) : String(value)
}
