import { SpanStatusCode } from '@opentelemetry/api'
import {
  PgInstrumentation,
  type PgInstrumentationExecutionRequestHook,
} from '@opentelemetry/instrumentation-pg'
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace'
import { attributes } from '../names.ts'
import { createQuerySummary } from './query-summary.ts'

/** The published pg instrumentation: spans only inside a trace, named by operation and table. */
export function instrumentPg(): PgInstrumentation {
  return new PgInstrumentation({
    requireParentSpan: true,
    ignoreConnectSpans: true,
    enhancedDatabaseReporting: false,
    requestHook: nameQuerySpan(),
  })
}

/**
 * Takes the database's own words off a failed statement's span: PostgreSQL repeats values in them
 * (`invalid input syntax for type uuid: "ada@…"`). The SQLSTATE stays.
 */
export const queryFailureGuard: SpanProcessor = {
  onStart() {},
  onEnding(span) {
    if (span.status.code !== SpanStatusCode.ERROR) return
    if (span.attributes[attributes.dbSystemName] === undefined) return
    guard(span)
  },
  onEnd() {},
  forceFlush: async () => {},
  shutdown: async () => {},
}

function guard(span: Span): void {
  const said = String(span.events.at(-1)?.attributes?.[attributes.exceptionMessage] ?? '')
  const code = /\(code: (\w+)\)/.exec(said)?.[1] ?? 'unknown'
  span.setAttributes({ [attributes.errorType]: code, [attributes.dbResponseStatusCode]: code })
  span.setStatus({ code: SpanStatusCode.ERROR, message: code })
}

function nameQuerySpan(): PgInstrumentationExecutionRequestHook {
  const summaryOf = createQuerySummary()
  return function nameSpan(span, { query }) {
    if (!span.isRecording()) return
    const { operation, table, text, name, size } = summaryOf(textOf(query))
    span.updateName(name)
    span.setAttribute(attributes.dbOperationName, operation)
    span.setAttribute(attributes.dbQueryText, text)
    if (table) span.setAttribute(attributes.dbCollectionName, table)
    if (size) span.setAttribute(attributes.dbOperationBatchSize, size)
  }
}

// Statements that leave together have a function in the place of their values: it joins their texts.
function textOf({ text, values }: { text: string; values?: unknown }): string {
  return typeof values === 'function' ? String(values()) : text
}
