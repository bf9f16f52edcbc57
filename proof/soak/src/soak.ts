import { readFile } from 'node:fs/promises'
import { createRandom, type Progress, type Random, type Shop } from '@tailspan/experiment'
import { judgeBackgroundStops, judgeCalm, judgeDetachedStops, judgePeers } from './judge.ts'
import type { Protocol } from './load/load.ts'
import { type StopResult, stopUnderLoad } from './load/stop-rounds.ts'
import type { SoakOptions } from './options.ts'
import { type CalmResult, runCalm } from './run-calm.ts'

/** All that a soak found. */
export type SoakResult = {
  readonly calm: readonly CalmResult[]
  readonly detached: readonly StopResult[]
  readonly background: readonly StopResult[]
  /** In sentences; none is good. */
  readonly violations: readonly string[]
}

type Needs = { readonly shop: Shop; readonly progress: Progress; readonly signal: AbortSignal }

const protocols: readonly Protocol[] = ['http1', 'h2c']
const sampleCount = 16
// Enough to see the mistake lose something.
const backgroundRounds = 2

/** A long load with clients as the internet has them, then stops under load; one protocol after the other. */
export async function soak(needs: Needs, options: SoakOptions): Promise<SoakResult> {
  const random = createRandom(options.seed)
  const calm: CalmResult[] = []
  const detached: StopResult[] = []
  const background: StopResult[] = []
  for (const protocol of options.minutes > 0 ? protocols : [])
    calm.push(await beCalm(needs, { ...options, random, protocol }))
  for (const protocol of options.stops > 0 ? protocols : []) {
    const rounds = shareOf(options.stops, protocol)
    const chosen = { ...options, random, protocol }
    if (rounds > 0) detached.push(await stop(needs, { ...chosen, strategy: 'detached', rounds }))
  }
  if (options.stops > 0) {
    const chosen = { ...options, random, protocol: 'http1', strategy: 'background' } as const
    background.push(await stop(needs, { ...chosen, rounds: backgroundRounds }))
  }
  const violations = [
    ...calm.flatMap(judgeCalm),
    ...detached.flatMap(judgeDetachedStops),
    ...background.flatMap(judgeBackgroundStops),
    ...judgePeers(await Promise.all(['inventory', 'pricing'].map((name) => readLog(needs, name)))),
  ]
  return { calm, detached, background, violations }
}

type Chosen = SoakOptions & { readonly random: Random; readonly protocol: Protocol }

function beCalm({ shop, progress, signal }: Needs, chosen: Chosen): Promise<CalmResult> {
  signal.throwIfAborted()
  const durationMs = (chosen.minutes * 60_000) / protocols.length
  const tag = `calm-${chosen.protocol}`
  return runCalm(shop, { ...chosen, tag, durationMs, sampleCount, progress, signal })
}

type Stops = Chosen & {
  readonly strategy: 'detached' | 'background'
  readonly rounds: number
}

function stop({ shop, progress, signal }: Needs, stops: Stops): Promise<StopResult> {
  signal.throwIfAborted()
  const { protocol, strategy, rounds } = stops
  const onRound = (round: number) =>
    progress.show(`${protocol}: stop ${round} of ${rounds} with ${strategy}`)
  return stopUnderLoad(shop, { ...stops, tag: `stop-${strategy}-${protocol}`, onRound, signal })
}

async function readLog({ shop }: Needs, name: string): Promise<string> {
  const logFile = shop.system.part(name)?.process.logFile
  // A part that is not there has ended, and its supervisor has not started it again yet.
  return logFile ? readFile(logFile, 'utf8') : `error: ${name} does not run`
}

function shareOf(stops: number, protocol: Protocol): number {
  return protocol === 'http1' ? Math.ceil(stops / 2) : Math.floor(stops / 2)
}
