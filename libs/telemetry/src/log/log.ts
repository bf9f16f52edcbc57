import { context, isSpanContextValid, trace } from '@opentelemetry/api'
import { type DestinationStream, pino } from 'pino'
import { describeError } from './describe-error.ts'
import { redact } from './redact.ts'
import { stdoutLines } from './stdout-lines.ts'

/** The levels: `error` means a person must act, `warn` the system coped, `info` a business fact. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Writes one line for one event: a constant dotted name and its fields, an error as `err`. */
export type LogEvent = (event: string, fields?: Readonly<Record<string, unknown>>) => void

/** Where events are written; trace ids are added by themselves. */
export type Log = {
  readonly debug: LogEvent
  readonly info: LogEvent
  readonly warn: LogEvent
  readonly error: LogEvent
}

/** What a log needs to know; `destination` is stdout unless a test reads along. */
export type LogOptions = {
  readonly service: string
  readonly level?: LogLevel
  readonly destination?: DestinationStream
}

/**
 * Creates the log of a service: JSON lines on stdout.
 *
 * shape:   { level, time, service, trace_id?, span_id?, trace_flags?, …fields, event }
 * errors:  none: fields that cannot be written (a getter that throws) are left out, with `unloggable`
 * repeats: fields named like personal data (email, authorization, …) are replaced at any depth, mail
 *          addresses inside texts too
 */
export function createLog({ service, level = 'info', destination }: LogOptions): Log {
  const options = {
    level,
    base: { service },
    messageKey: 'event',
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: traceIds,
    // Errors are described before they get here; pino's own serializer would do it again.
    serializers: { err: (described: unknown) => described },
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const lines = pino(options, destination ?? stdoutLines(service))
  const at =
    (write: 'debug' | 'info' | 'warn' | 'error'): LogEvent =>
    (event, fields) => {
      if (!lines.isLevelEnabled(write)) return
      firstThatWorks(
        () => lines[write](safeFields(fields), event),
        () => lines[write]({ unloggable: true }, event),
      )
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

// A log call never throws into its caller: what is logged may have getters of its own.
function firstThatWorks(...attempts: readonly (() => void)[]): void {
  for (const attempt of attempts) {
    try {
      attempt()
      return
    } catch {
      // The next one says less.
    }
  }
}

function safeFields(fields: Readonly<Record<string, unknown>> = {}): object {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      value instanceof Error || key === 'err' ? describeError(value) : redactOne(key, value),
    ]),
  )
}

function redactOne(key: string, value: unknown): unknown {
  return (redact({ [key]: value }) as Record<string, unknown>)[key]
}

function traceIds(): object {
  const span = trace.getSpanContext(context.active())
  if (!span || !isSpanContextValid(span)) return {}
  return { trace_id: span.traceId, span_id: span.spanId, trace_flags: `0${span.traceFlags & 1}` }
}
