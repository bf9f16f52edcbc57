import { setTimeout as delay } from 'node:timers/promises'
import { CannotStart } from '../cannot-start.ts'
import { describeEnd } from '../process/part-process.ts'
import { createEndCounter } from './end-counter.ts'
import type { Part, RunningPart } from './part.ts'

/** What a supervisor tells and measures with. */
export type SupervisorNeeds = {
  readonly tell: (words: string) => void
  readonly signal: AbortSignal
  readonly now?: () => number
}

/** Keeps parts running until it is told to stop. */
export type Supervisor = {
  /** Starts a part; from then on it is started again whenever it ends. */
  keep(part: Part): Promise<RunningPart>
  /** Stops the part of this name and keeps another in its place; its end does not count as a failure. */
  replace(part: Part): Promise<RunningPart>
  /** The same, but does not wait longer than this for the end: what still drains then does so beside its successor. */
  relieve(part: Part, succession: Succession): Promise<RunningPart>
  /** Ends the part of this name and lets it rest until it is resumed; its end does not count as a failure. */
  halt(name: string, how: 'stop' | 'kill'): Promise<void>
  /** Starts again what was halted. */
  resume(name: string): Promise<RunningPart>
  /** Stops parts and lets them rest; those of one list at the same time, list after list. */
  stop(order: readonly (readonly string[])[]): Promise<void>
  /** A part as it runs now. */
  current(name: string): RunningPart | undefined
  /** Settles when a part ended too often: nothing is restarted any more. */
  readonly failed: Promise<CannotStart>
}

/** How long a part may take to end before its successor starts, and who starts beside one that drains. */
export type Succession = {
  readonly patienceMs: number
  /** The successor with what only one process can have, such as a port, exchanged. */
  readonly beside: () => Part | Promise<Part>
}

const mostEnds = 3
const withinMs = 30_000

/**
 * Restarts what ends and says why it ended; a part that ends three times in 30 s fails the system.
 *
 * Services never restart themselves: they end with their cause, and somebody outside decides.
 */
export function createSupervisor(needs: SupervisorNeeds): Supervisor {
  return new Keeper(needs)
}

class Keeper implements Supervisor {
  readonly #needs: SupervisorNeeds
  readonly #starting = new Map<string, Promise<unknown>>()
  readonly #watching = new Map<string, Promise<unknown>>()
  readonly #running = new Map<string, RunningPart>()
  readonly #kept = new Map<string, Part>()
  readonly #resting = new Set<string>()
  /** What drains beside its successor, by its process. */
  readonly #leaving = new Map<RunningPart, Promise<unknown>>()
  readonly #isTooOften: ReturnType<typeof createEndCounter>
  readonly #failed = Promise.withResolvers<CannotStart>()

  constructor(needs: SupervisorNeeds) {
    const { now } = needs
    this.#needs = needs
    this.#isTooOften = createEndCounter({ mostEnds, withinMs, ...(now ? { now } : {}) })
  }

  get failed(): Promise<CannotStart> {
    return this.#failed.promise
  }

  readonly current = (name: string): RunningPart | undefined => this.#running.get(name)

  keep(part: Part): Promise<RunningPart> {
    this.#kept.set(part.name, part)
    const started = part.start(this.#needs.signal)
    // A stop that comes meanwhile waits for this start to succeed or fail.
    const settled = started.then((run) => this.#running.set(part.name, run))
    const watched = started.then((run) => this.#watch(part, run))
    this.#starting.set(part.name, settled.catch(ignored))
    this.#watching.set(part.name, watched.catch(ignored))
    return started
  }

  async replace(part: Part): Promise<RunningPart> {
    await this.halt(part.name, 'stop')
    this.#resting.delete(part.name)
    return this.keep(part)
  }

  async relieve(part: Part, { patienceMs, beside }: Succession): Promise<RunningPart> {
    this.#resting.add(part.name)
    await this.#starting.get(part.name)
    const ended = this.#retire(part.name)
    const isLate = await Promise.race([ended.then(() => false), delay(patienceMs, true)])
    const next = isLate ? await beside() : part
    this.#resting.delete(part.name)
    return this.keep(next)
  }

  /** Asks the current process to end; its end concerns nobody any more. */
  async #retire(name: string): Promise<void> {
    const old = this.#running.get(name)
    if (!old) return
    const watched = this.#watching.get(name)
    const ended = old.stop().then(() => watched)
    this.#leaving.set(old, ended)
    await ended.finally(() => this.#leaving.delete(old))
  }

  async halt(name: string, how: 'stop' | 'kill'): Promise<void> {
    await this.#endOne(name, how)
    await this.#watching.get(name)
  }

  resume(name: string): Promise<RunningPart> {
    const part = this.#kept.get(name)
    if (!part) throw new Error(`there is no part ${name}`)
    this.#resting.delete(name)
    return this.keep(part)
  }

  async stop(order: readonly (readonly string[])[]): Promise<void> {
    for (const names of order) for (const name of names) this.#resting.add(name)
    for (const names of order) {
      const ends = names.map((name) => this.#endOne(name, 'stop'))
      // What drains needs the parts of the later lists, too.
      await Promise.all([...ends, ...this.#leaving.values()])
    }
  }

  async #watch(part: Part, run: RunningPart): Promise<void> {
    const exit = await run.process.exited
    if (this.#running.get(part.name) !== run) return
    this.#running.delete(part.name)
    if (this.#leaving.has(run)) return
    if (!this.#isDone(part)) await this.#startAgain(part, await describeEnd(run.process, exit))
  }

  async #startAgain(part: Part, cause: string): Promise<void> {
    if (this.#isTooOften(part.name)) {
      const times = `${part.name} ended ${mostEnds} times within ${withinMs / 1_000} s`
      const failure = new CannotStart('part-failed', `${times}; the last time: ${cause}.`)
      return this.#failed.resolve(failure)
    }
    const { tell } = this.#needs
    tell(`${cause}; starting ${part.name} again`)
    await this.keep(part).then(
      () => tell(`${part.name} serves again`),
      (error) => (this.#isDone(part) ? undefined : this.#startAgain(part, sentenceOf(error))),
    )
  }

  #isDone({ name }: Part): boolean {
    return this.#resting.has(name) || this.#needs.signal.aborted
  }

  async #endOne(name: string, how: 'stop' | 'kill'): Promise<void> {
    this.#resting.add(name)
    await this.#starting.get(name)
    await this.#running.get(name)?.[how]()
  }
}

// The caller of `keep` gets a failed start; these promises only wait for its end.
function ignored(): void {}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
}
