import {
  type Attributes,
  type Context,
  context,
  type Link,
  type Span,
  type SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { shortSafeText } from '../log/redact-text.ts'
import { attributes } from '../names.ts'
import { tracer } from './tracer.ts'

/** What a span is made of besides its name; `context` is its parent's, the active one by default. */
export type TracedOptions = {
  readonly kind?: SpanKind
  readonly attributes?: Attributes
  readonly links?: Link[]
  readonly context?: Context
}

/**
 * Runs a piece of work inside a span of its own and ends the span with it.
 *
 * errors: whatever the work throws, after it was recorded on the span
 */
export async function traced<T>(
  name: string,
  { context: parent = context.active(), ...options }: TracedOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = tracer.startSpan(name, options, parent)
  try {
    return await context.with(trace.setSpan(parent, span), work, undefined, span)
  } catch (error) {
    recordFailure(span, error)
    throw error
  } finally {
    span.end()
  }
}

/**
 * Marks a span as failed: error.type is the code of our error, or the class of a foreign one.
 *
 * repeats: mail addresses in the error's text are replaced, its stack stays out
 */
export function recordFailure(span: Span, thrown: unknown): void {
  if (!span.isRecording()) return
  const type = errorType(thrown)
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  const message = shortSafeText(text, maxMessageChars)
  span.setAttribute(attributes.errorType, type)
  span.recordException({ name: type, message })
  span.setStatus({ code: SpanStatusCode.ERROR, message: type })
}

const maxMessageChars = 2_000
const maxTypeChars = 100

function errorType(thrown: unknown): string {
  const { code, name } = (thrown ?? {}) as { code?: unknown; name?: unknown }
  return String(code ?? name ?? typeof thrown).slice(0, maxTypeChars)
}
