import { type CheckLimits, type ReadinessCheck, SharedCheck } from './shared-check.ts'

/** A dependency that is not vital is asked and shown, and the process is ready without it. */
export type ReadinessOptions = { readonly vital?: boolean }

/** `reason` is absent when the process itself does not refuse; `checks` has an entry for each dependency. */
export type ReadinessReport = {
  readonly ready: boolean
  readonly reason?: string
  readonly checks: Readonly<Record<string, 'ok' | string>>
}

/**
 * Whether this process wants traffic, and whether what it needs answers.
 *
 * shape: refuses as `starting` until the group has started everything, as `stopping` from its end on
 */
export interface Readiness {
  /** What the process itself says, without asking anybody. */
  ready(): boolean
  /** Why it refuses, if it does. */
  reason(): string | undefined
  accept(): void
  refuse(reason: string): void
  add(name: string, check: ReadinessCheck, options?: ReadinessOptions): void
  /**
   * Asks every dependency at the same time; one that does not answer in time is not ready.
   *
   * repeats: callers at the same moment share one question, its answer is kept for `keepMs`
   */
  check(): Promise<ReadinessReport>
}

/**
 * Makes the readiness of one process; hand it to the group and to the listeners that answer /readyz.
 *
 * units: timeoutMs and keepMs in milliseconds, 1,000 each
 */
export function createReadiness({
  timeoutMs = 1_000,
  keepMs = 1_000,
}: Partial<CheckLimits> = {}): Readiness {
  const checks = new Map<string, SharedCheck>()
  const vital = new Set<string>()
  let refusal: string | undefined = 'starting'
  return {
    ready: () => refusal === undefined,
    reason: () => refusal,
    accept() {
      refusal = undefined
      // What was true before the start has ended would make the process late by `keepMs`.
      for (const check of checks.values()) check.forget()
    },
    refuse(reason) {
      refusal = reason
    },
    add(name, check, { vital: isVital = true } = {}) {
      checks.set(name, new SharedCheck(check, { timeoutMs, keepMs }))
      if (isVital) vital.add(name)
    },
    async check() {
      const asked = [...checks].map(async ([name, check]) => [name, await check.ask()])
      const answers: Record<string, string> = Object.fromEntries(await Promise.all(asked))
      const ready = refusal === undefined && [...vital].every((name) => answers[name] === 'ok')
      return { ready, ...(refusal !== undefined && { reason: refusal }), checks: answers }
    },
  }
}
