import { inRoot } from '@tailspan/scope'

/** Asks one dependency whether it answers, and rejects when it does not; its signal ends the question. */
export type ReadinessCheck = (signal: AbortSignal) => Promise<unknown>

export type CheckLimits = {
  /** A dependency that has not answered by then is not ready. */
  readonly timeoutMs: number
  /** How long an answer is given again before the dependency is asked anew. */
  readonly keepMs: number
}

type Answer = { readonly text: string; readonly atMs: number }
type Question = { readonly settled: Promise<string>; readonly sinceMs: number; cancel(): void }

/** A check that ignores its signal is asked again after this many timeouts: it may be lost. */
const lostAfterTimeouts = 10

/**
 * Asks one dependency once, whatever the number of callers, and keeps its answer for a while.
 *
 * shape: a question that outlives its timeout is waited for, not repeated, so a dependency that hangs
 *        collects no questions
 */
export class SharedCheck {
  readonly #check: ReadinessCheck
  readonly #limits: CheckLimits
  #kept: Answer | undefined
  #asking: Promise<string> | undefined
  #open: Question | undefined

  constructor(check: ReadinessCheck, limits: CheckLimits) {
    this.#check = check
    this.#limits = limits
  }

  /** Resolves with `ok`, or with what is wrong. */
  async ask(): Promise<string> {
    const { keepMs } = this.#limits
    if (this.#kept && performance.now() - this.#kept.atMs < keepMs) return this.#kept.text
    // Not in the context of the first caller: the answer belongs to all of them.
    this.#asking ??= inRoot(() => this.#askNow())
    return this.#asking
  }

  /** The next caller gets a new answer. */
  forget(): void {
    this.#kept = undefined
  }

  async #askNow(): Promise<string> {
    const question = this.#question()
    const text = await withinTime(question, this.#limits.timeoutMs)
    this.#kept = { text, atMs: performance.now() }
    this.#asking = undefined
    return text
  }

  #question(): Question {
    const lostMs = this.#limits.timeoutMs * lostAfterTimeouts
    const isLost = this.#open && performance.now() - this.#open.sinceMs > lostMs
    if (this.#open && !isLost) return this.#open
    const late = new AbortController()
    const settled = Promise.resolve(late.signal).then(this.#check)
    const question = {
      settled: settled.then(() => 'ok', textOf),
      sinceMs: performance.now(),
      cancel: () => late.abort(),
    }
    this.#open = question
    void question.settled.then(() => {
      if (this.#open === question) this.#open = undefined
    })
    return question
  }
}

async function withinTime({ settled, cancel }: Question, timeoutMs: number): Promise<string> {
  const { promise: late, resolve } = Promise.withResolvers<string>()
  const timer = setTimeout(() => {
    resolve(`no answer within ${timeoutMs} ms`)
    cancel()
  }, timeoutMs)
  try {
    return await Promise.race([settled, late])
  } finally {
    clearTimeout(timer)
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
