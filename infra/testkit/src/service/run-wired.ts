import { type Actor, type Readiness, runTogether, untilSignal } from '@tailspan/lifecycle'
import { eventually } from '../eventually.ts'
import { type Answer, ask, type Question } from './ask.ts'
import { type CollectedLog, collectingLog, type LogLine } from './collecting-log.ts'

type Timing = { readonly drainMs: number; readonly drainDelayMs: number }

type Wired = { readonly actors: readonly Actor[]; readonly readiness: Readiness }

/** A service as its `main.ts` has it: its `wire`, and the settings that were read. */
export type WiredService<Config extends Timing> = {
  readonly config: Config
  wire(needs: { config: Config; log: CollectedLog }): Wired | Promise<Wired>
  /** What else must have happened before a test begins: that its consumer has joined, say. */
  isRunning?(lines: readonly LogLine[]): boolean
}

/** A service in this process. */
export type RunningService = AsyncDisposable & {
  /** Asks it at a path: a GET, or a POST of JSON. */
  ask<Body = Record<string, unknown>>(path: string, question?: Question): Promise<Answer<Body>>
  /** Where it serves, as its log says: with `HTTP_PORT=0` the system chooses. */
  readonly url: string
  readonly readiness: Readiness
  readonly lines: readonly LogLine[]
  /** As SIGTERM does; returns the exit code. */
  stop(): Promise<number>
}

/**
 * Runs a service in this process exactly as its `main.ts` does: by `wire` and `runTogether`.
 *
 * errors:  a service that ends before it is ready: the lines of its log are in the message
 * repeats: a second `stop` gets the first one's exit code
 */
export async function runWired<Config extends Timing>(
  service: WiredService<Config>,
): Promise<RunningService> {
  const { config, wire, isRunning = () => true } = service
  const { log, lines } = collectingLog()
  const { actors, readiness } = await wire({ config, log })
  const { drainMs, drainDelayMs } = config
  // Without a name it listens to no signal of this process, and ends as one that has received SIGTERM.
  const signals = untilSignal()
  const exitCode = runTogether([signals, ...actors], { drainMs, drainDelayMs, readiness, log })
  const ready = eventually(() => readiness.ready() && isRunning(lines), { timeoutMs: 60_000 })
  await Promise.race([ready, exitCode.then((code) => refuse(code, lines))])
  const stop = async () => {
    await signals.stop?.(AbortSignal.abort(), 0)
    return exitCode
  }
  const url = `http://127.0.0.1:${lines.find(({ event }) => event === 'http.listening')?.port}`
  return {
    url,
    readiness,
    lines,
    stop,
    ask: (path, question) => ask(`${url}${path}`, question),
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}

function refuse(code: number, lines: readonly LogLine[]): never {
  const log = lines.map((line) => JSON.stringify(line)).join('\n')
  throw new Error(`the service ended with ${code} before it was ready:\n${log}`)
}
