/** Asks one dependency whether it answers, and rejects when it does not; its signal ends the question. */
export type ReadinessCheck = (signal: AbortSignal) => Promise<unknown>

/** A dependency that is not vital is asked and shown, and the process is ready without it. */
export type ReadinessOptions = { readonly vital?: boolean }

/** `reason` and `faults` are absent when there is nothing to say. */
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
  /** Asks every dependency at the same time; one that does not answer in `timeoutMs` is not ready. */
  check(options?: { timeoutMs?: number }): Promise<ReadinessReport>
}

/** Makes the readiness of one process; hand it to the group and to the route that answers /readyz. */
export function createReadiness(): Readiness {
  const checks = new Map<string, ReadinessCheck>()
  const vital = new Set<string>()
  let refusal: string | undefined = 'starting'
  return {
    ready: () => refusal === undefined,
    reason: () => refusal,
    accept() {
      refusal = undefined
    },
    refuse(reason) {
      refusal = reason
    },
    add(name, check, { vital: isVital = true } = {}) {
      checks.set(name, check)
      if (isVital) vital.add(name)
    },
    async check({ timeoutMs = 1_000 } = {}) {
      const asked = [...checks].map(async ([name, check]) => [name, await ask(check, timeoutMs)])
      const answers: Record<string, string> = Object.fromEntries(await Promise.all(asked))
      const ready = refusal === undefined && [...vital].every((name) => answers[name] === 'ok')
      return { ready, ...(refusal !== undefined && { reason: refusal }), checks: answers }
    },
  }
}

async function ask(check: ReadinessCheck, timeoutMs: number): Promise<string> {
  const late = new AbortController()
  const { promise, resolve } = Promise.withResolvers<string>()
  const timer = setTimeout(() => {
    resolve(`no answer within ${timeoutMs} ms`)
    late.abort()
  }, timeoutMs)
  const asked = Promise.resolve(late.signal).then(check)
  const answer = asked.then(() => 'ok', textOf)
  return Promise.race([answer, promise]).finally(() => clearTimeout(timer))
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
