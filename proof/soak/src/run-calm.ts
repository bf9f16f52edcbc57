import { setTimeout as delay } from 'node:timers/promises'
import {
  type Account,
  countUnsettled,
  type Progress,
  restartOrder,
  type Settings,
  type Shop,
  type Stopped,
  settleAccount,
} from '@tailspan/experiment'
import { findFreePorts } from '@tailspan/local'
import { eventually } from '@tailspan/testkit'
import { fitSlope, type Slope } from './fit-slope.ts'
import { createLoad, type Load, type LoadOptions, type Protocol } from './load/load.ts'
import type { Tally } from './load/tally.ts'
import { type Sample, takeSample } from './take-sample.ts'

/** How long, and with what settings of the order service besides its protocol. */
export type CalmOptions = Omit<LoadOptions, 'url'> & {
  readonly durationMs: number
  readonly settings?: Settings
  /** Pauses in which the service is looked at; the first quarter of them is its warm-up. */
  readonly sampleCount: number
  /** At least so many between two pauses, however long they take: a slow service is still warming up after a few. */
  readonly visitsPerSample?: number
  readonly progress: Progress
  readonly signal?: AbortSignal
}

/** What the time without stops showed over one protocol. */
export type CalmResult = {
  readonly protocol: Protocol
  readonly account: Account
  /** Neither confirmed nor rejected a minute after the last client. */
  readonly unsettled: number
  readonly tally: Tally
  readonly stop: Stopped
  readonly samples: readonly (Sample & { readonly visits: number })[]
  /** Bytes per visit. */
  readonly heap: Slope
  /** Listeners per visit. */
  readonly listeners: Slope
}

// Code is compiled and pools are filled meanwhile: that growth ends by itself.
const warmUpShare = 1 / 4
const settleTimeoutMs = 60_000
// Spans are sent, connections closed, caches of closed connections dropped.
const quietMs = 500

/** Lets clients come over one protocol, and looks at the order service in pauses without any. */
export async function runCalm(shop: Shop, options: CalmOptions): Promise<CalmResult> {
  const { protocol, settings = {}, sampleCount, visitsPerSample = 0, signal } = options
  const [inspectorPort = 0] = await findFreePorts(1)
  const inspected = `${settings.NODE_OPTIONS ?? ''} --inspect=127.0.0.1:${inspectorPort}`.trim()
  await shop.reopen({ ...settings, HTTP_PROTOCOL: protocol, NODE_OPTIONS: inspected })
  const load = createLoad({ ...options, url: shop.orderUrl })
  const samples: CalmResult['samples'][number][] = []
  const stopShowing = showProgress(load, samples, options)
  try {
    while (samples.length < sampleCount && !signal?.aborted) {
      const due = visitsPerSample * (samples.length + 1)
      do await load.run(options.durationMs / sampleCount, signal)
      while (load.tally().visits < due && !signal?.aborted)
      await untilQuiet(shop, options.tag)
      samples.push({ visits: load.tally().visits, ...(await takeSample(inspectorPort)) })
    }
  } finally {
    stopShowing()
  }
  const unsettled = await countUnsettled(shop, options.tag)
  const stop = await restartOrder(shop, {})
  const tally = load.tally()
  const account = await settleAccount(shop, { tag: options.tag, answered: tally.accepted })
  return { protocol, account, unsettled, tally, stop, samples, ...fitSlopes(samples) }
}

/** No order is under way, nothing detached is pending. */
async function untilQuiet(shop: Shop, tag: string): Promise<void> {
  const isSettled = async () => (await countUnsettled(shop, tag)) === 0
  const isIdle = async () => (await pendingTasks(shop)).length === 0
  const options = { timeoutMs: settleTimeoutMs, intervalMs: 200 }
  // Who is not settled by then is counted at the end, with all others.
  await eventually(async () => (await isSettled()) && (await isIdle()), options).catch(() => {})
  await delay(quietMs)
}

async function pendingTasks({ system }: Shop): Promise<readonly object[]> {
  const answer = await fetch(`http://127.0.0.1:${system.ports.orderDebug}/tasks`)
  return ((await answer.json()) as { tasks: object[] }).tasks
}

function fitSlopes(samples: CalmResult['samples']): Pick<CalmResult, 'heap' | 'listeners'> {
  const warm = samples.slice(samples.length * warmUpShare)
  return {
    heap: fitSlope(warm.map(({ visits, heapBytes }) => ({ x: visits, y: heapBytes }))),
    listeners: fitSlope(warm.map(({ visits, listeners }) => ({ x: visits, y: listeners }))),
  }
}

function showProgress(
  load: Load,
  samples: readonly Sample[],
  { protocol, sampleCount, progress }: CalmOptions,
): () => void {
  const timer = setInterval(() => {
    const { visits, accepted, failed } = load.tally()
    const heap = samples.at(-1)
    const heapMb = heap ? `${(heap.heapBytes / 2 ** 20).toFixed(1)} MB` : 'not yet known'
    const part = `${samples.length} of ${sampleCount} samples`
    progress.show(
      `${protocol}: ${visits} visits, ${accepted.size} accepted, ${failed} failed, heap ${heapMb}, ${part}`,
    )
  }, 1_000)
  return () => clearInterval(timer)
}
