import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { jsonAnswer, type Page, problemAnswer, textAnswer } from '../listener/answer.ts'
import { readSeconds } from '../profiling/read-seconds.ts'

/** What the process was started with, each word ended by a NUL as in Go. */
export const cmdlinePage: Page = {
  path: '/debug/pprof/cmdline',
  about: 'the command line, words separated by NUL',
  answer: () =>
    textAnswer([process.execPath, ...process.execArgv, ...process.argv.slice(1)].join('\0')),
}

const maxSeconds = 60
// The histogram holds the whole time between two ticks of this timer: what is beyond it is the delay.
const tickMs = 1

/** Delay and utilization of the event loop, measured during the request. */
export const eventLoopPage: Page = {
  path: '/debug/eventloop',
  about: 'how late and how busy the event loop is, for ?seconds= (1)',
  async answer({ query, isHead, signal }) {
    const seconds = readSeconds(query, { fallback: 1, max: maxSeconds })
    if (!seconds)
      return problemAnswer(400, `seconds must be a number above 0, at most ${maxSeconds}.`)
    if (isHead) return jsonAnswer({})
    const delays = monitorEventLoopDelay({ resolution: tickMs })
    delays.enable()
    // Delays are counted from the first tick on: what blocked the loop before it, perhaps for the whole time, would not be seen.
    await pause(2 * tickMs)
    const before = performance.eventLoopUtilization()
    await pause(seconds * 1_000, undefined, { signal }).catch(() => undefined)
    delays.disable()
    const { utilization } = performance.eventLoopUtilization(before)
    return jsonAnswer({ seconds, ...toDelays(delays), utilization: round(utilization) })
  },
}

function toDelays(delays: ReturnType<typeof monitorEventLoopDelay>): Record<string, number> {
  const beyondTick = (ns: number) => round(Math.max(0, ns / 1e6 - tickMs))
  return {
    meanMs: beyondTick(delays.mean),
    p50Ms: beyondTick(delays.percentile(50)),
    p99Ms: beyondTick(delays.percentile(99)),
    maxMs: beyondTick(delays.max),
  }
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000
}
