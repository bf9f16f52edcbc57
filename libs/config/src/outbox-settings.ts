import { oneOf } from './parsers.ts'
import type { Setting } from './read-config.ts'

/** What a service with an outbox is told: who publishes its events. */
export const outboxSettings = {
  events: { env: 'EVENTS', parse: oneOf('relay', 'debezium'), fallback: 'relay' },
} as const satisfies Record<string, Setting<unknown>>

const w3c = ['tracecontext', 'baggage']

/** Sentences about settings that a connector cannot follow, for `readConfig`: it copies what is stored, and that is W3C. */
export function wrongWithConnector(
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (env.EVENTS !== 'debezium' || !env.OTEL_PROPAGATORS) return []
  const named = env.OTEL_PROPAGATORS.split(',').map((name) => name.trim())
  if (named.toSorted().join() === w3c.toSorted().join()) return []
  return [`OTEL_PROPAGATORS must be ${w3c.join()} with EVENTS=debezium`]
}
