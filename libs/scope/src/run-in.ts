import { context } from '@opentelemetry/api'
import type { Scope } from './scope.ts'

/** Runs a function with the scope's trace and baggage as the active ones. */
export function runIn<T>(scope: Scope, fn: () => T): T {
  return context.with(scope.context, fn)
}
