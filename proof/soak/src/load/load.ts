import type { Random } from '@tailspan/experiment'
import type { Client } from './client.ts'
import { createH2cClient } from './h2c-client.ts'
import { createHttp1Client } from './http1-client.ts'
import { createTally, type Tally } from './tally.ts'
import { chooseVisit } from './visit.ts'

export type Protocol = 'http1' | 'h2c'

/** Where to, how much, and who the customers are. */
export type LoadOptions = {
  readonly url: string
  readonly protocol: Protocol
  readonly ratePerSecond: number
  readonly random: Random
  /** Begins each customer's address, so that the orders of one load can be told from others. */
  readonly tag: string
  /** How long a slow client waits after each piece of its body, at most. */
  readonly slowestPauseMs?: number
  /** No further client comes while so many are there, so that a slow machine sees fewer of them. Default: 2,000. */
  readonly mostAtOnce?: number
}

/** Clients that keep coming, however slow the answers are. */
export type Load = {
  /** Lets clients come for so long, or until the signal; then waits until the last one has gone. */
  run(durationMs: number, signal?: AbortSignal): Promise<void>
  tally(): Tally
}

const tickMs = 10
// More would only measure this process.
const mostOfAll = 2_000

/** A load of so many visits a second; `run` may be called again and again. */
export function createLoad(options: LoadOptions): Load {
  const tally = createTally()
  const open = new Set<Promise<void>>()
  const { mostAtOnce = mostOfAll } = options
  let customerCount = 0
  function begin(client: Client): void {
    const email = `${options.tag}-${customerCount++}@example.com`
    const visit = chooseVisit(options.random, { slowestPauseMs: 400, ...options, email })
    tally.begin()
    const whole = client.visit(visit).then((outcome) => tally.take(visit, outcome))
    open.add(whole)
    void whole.finally(() => open.delete(whole))
  }
  return {
    tally: tally.read,
    async run(durationMs, signal) {
      const client = createClient(options)
      await pace(options.ratePerSecond, { durationMs, signal }, () => {
        if (open.size < mostAtOnce) begin(client)
      })
      while (open.size > 0) await Promise.all(open)
      client.close()
    },
  }
}

function createClient({ url, protocol }: LoadOptions): Client {
  return protocol === 'h2c' ? createH2cClient(url) : createHttp1Client(url)
}

type Span = { readonly durationMs: number; readonly signal: AbortSignal | undefined }

/** Calls at an even rate by the clock, so that a late tick is made up for. */
function pace(perSecond: number, { durationMs, signal }: Span, call: () => void): Promise<void> {
  const startedAtMs = performance.now()
  let callCount = 0
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const passedMs = Math.min(performance.now() - startedAtMs, durationMs)
      for (; callCount < (passedMs * perSecond) / 1_000; callCount += 1) call()
      if (passedMs < durationMs && !signal?.aborted) return
      clearInterval(timer)
      resolve()
    }, tickMs)
  })
}
