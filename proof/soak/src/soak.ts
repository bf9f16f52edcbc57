import { readFile } from 'node:fs/promises'
import { createRandom, type Progress, type Random, type Shop } from '@tailspan/experiment'
import { judgeCalm, judgePeers, judgeStops } from './judge.ts'
import type { Protocol } from './load/load.ts'
import { type StopOptions, type StopResult, stopUnderLoad } from './load/stop-rounds.ts'
import type { SoakOptions } from './options.ts'
import { type CalmResult, runCalm } from './run-calm.ts'

/** All that a soak found. */
export type SoakResult = {
  readonly calm: readonly CalmResult[]
  readonly stops: readonly StopResult[]
  /** In sentences; none is good. */
  readonly violations: readonly string[]
}

type Needs = { readonly shop: Shop; readonly progress: Progress; readonly signal: AbortSignal }

const protocols: readonly Protocol[] = ['http1', 'h2c']
const sampleCount = 16

/** A long load with clients as the internet has them, then stops under load; one protocol after the other. */
export async function soak(needs: Needs, options: SoakOptions): Promise<SoakResult> {
  const random = createRandom(options.seed)
  const calm: CalmResult[] = []
  const stops: StopResult[] = []
  for (const protocol of options.minutes > 0 ? protocols : [])
    calm.push(await beCalm(needs, { ...options, random, protocol }))
  for (const plan of options.stops > 0 ? planStops(options.stops) : [])
    if (plan.rounds > 0) stops.push(await stop(needs, { ...options, ...plan, random }))
  const violations = [
    ...calm.flatMap(judgeCalm),
    ...stops.flatMap(judgeStops),
    ...judgePeers(await Promise.all(['inventory', 'pricing'].map((name) => readLog(needs, name)))),
  ]
  return { calm, stops, violations }
}

type Plan = Pick<StopOptions, 'strategy' | 'protocol' | 'rounds'>

function planStops(rounds: number): Plan[] {
  return [
    { strategy: 'detached', protocol: 'http1', rounds: Math.ceil(rounds / 2) },
    { strategy: 'detached', protocol: 'h2c', rounds: Math.floor(rounds / 2) },
    // Enough to see the mistake lose something.
    { strategy: 'background', protocol: 'http1', rounds: 2 },
  ]
}

type Chosen = SoakOptions & { readonly random: Random; readonly protocol: Protocol }

function beCalm({ shop, progress, signal }: Needs, chosen: Chosen): Promise<CalmResult> {
  signal.throwIfAborted()
  const durationMs = (chosen.minutes * 60_000) / protocols.length
  const tag = `calm-${chosen.protocol}`
  return runCalm(shop, { ...chosen, tag, durationMs, sampleCount, progress, signal })
}

function stop({ shop, progress, signal }: Needs, stops: Chosen & Plan): Promise<StopResult> {
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
