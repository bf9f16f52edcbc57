import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Orders for these services in turn: so many a second whatever the answers take, or from so many clients without pause. */
export type Load = {
  readonly urls: readonly string[]
  readonly seconds: number
  readonly pace: { readonly ratePerSecond: number } | { readonly clients: number }
}

/** What became of a load. */
export type LoadOutcome = {
  /** Of the orders that were accepted. */
  readonly answersMs: readonly number[]
  /** Answered with anything but 202, or not at all. */
  readonly refused: number
  /** Not even sent, because too many before them had no answer yet. */
  readonly unsent: number
  /** What the load itself cost, in its own process. */
  readonly cpuSeconds: number
}

const program = fileURLToPath(new URL('./load-client.ts', import.meta.url))
const mostBytes = 64 * 1_024 * 1_024

/** Places orders from a process of its own. */
export async function placeOrders(load: Load): Promise<LoadOutcome> {
  const run = promisify(execFile)
  const options = { maxBuffer: mostBytes }
  const { stdout } = await run(process.execPath, [program, JSON.stringify(load)], options)
  return JSON.parse(stdout)
}
