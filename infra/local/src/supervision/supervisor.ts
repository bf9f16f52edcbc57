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
  /** Stops parts and lets them rest; those of one list at the same time, list after list. */
  stop(order: readonly (readonly string[])[]): Promise<void>
  /** A part as it runs now. */
  current(name: string): RunningPart | undefined
  /** Settles when a part ended too often: nothing is restarted any more. */
  readonly failed: Promise<CannotStart>
}

const mostEnds = 3
const withinMs = 30_000

/**
 * Restarts what ends and says why it ended; a part that ends three times in 30 s fails the system.
 *
 * Services never restart themselves: they end with their cause, and somebody outside decides.
 */
export function createSupervisor(needs: SupervisorNeeds): Supervisor {
  const { now, tell, signal } = needs
  const starting = new Map<string, Promise<unknown>>()
  const running = new Map<string, RunningPart>()
  const resting = new Set<string>()
  const isTooOften = createEndCounter({ mostEnds, withinMs, ...(now ? { now } : {}) })
  const failed = Promise.withResolvers<CannotStart>()

  function keep(part: Part): Promise<RunningPart> {
    const started = part.start(signal)
    // A stop that comes meanwhile waits for this start to succeed or fail.
    const settled = started.then((run) => running.set(part.name, run))
    starting.set(
      part.name,
      settled.catch(() => {}),
    )
    void started.then((run) => watch(part, run)).catch(() => {})
    return started
  }

  async function watch(part: Part, run: RunningPart): Promise<void> {
    const exit = await run.process.exited
    running.delete(part.name)
    if (!isDone(part)) await startAgain(part, await describeEnd(run.process, exit))
  }

  async function startAgain(part: Part, cause: string): Promise<void> {
    if (isTooOften(part.name)) {
      const times = `${part.name} ended ${mostEnds} times within ${withinMs / 1_000} s`
      return failed.resolve(new CannotStart('part-failed', `${times}; the last time: ${cause}.`))
    }
    tell(`${cause}; starting ${part.name} again`)
    await keep(part).then(
      () => tell(`${part.name} serves again`),
      (error) => (isDone(part) ? undefined : startAgain(part, sentenceOf(error))),
    )
  }

  function isDone({ name }: Part): boolean {
    return resting.has(name) || signal.aborted
  }

  async function stopOne(name: string): Promise<void> {
    resting.add(name)
    await starting.get(name)
    await running.get(name)?.stop()
  }

  async function stop(order: readonly (readonly string[])[]): Promise<void> {
    for (const names of order) for (const name of names) resting.add(name)
    for (const names of order) await Promise.all(names.map(stopOne))
  }

  return { keep, stop, current: (name) => running.get(name), failed: failed.promise }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
}
