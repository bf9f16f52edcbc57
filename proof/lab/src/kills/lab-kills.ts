import type { Progress, Rig } from '@tailspan/experiment'
import { findContender } from '../contenders.ts'
import { judgeKills } from './judge-kills.ts'
import type { KillOptions } from './options.ts'
import { toKillJson, toKillText } from './report.ts'
import { type KillResult, runKills } from './run-kills.ts'

type Place = { readonly rig: Rig; readonly progress: Progress; readonly signal?: AbortSignal }

/** What was found: the text to print, and whether it is as it must be. */
export type KillReport = { readonly text: string; readonly isGood: boolean }

/** The order service dies while the broker is away: what only its memory has is lost. */
export const fatal = { kills: 2, orders: 20, seed: 53, parts: ['kafka', 'order'] } as const

/**
 * Kills at random under `durable`, then twice under `detached`, which survives everything but this: kills
 * that nobody feels would prove nothing.
 */
export async function labKills(place: Place, options: KillOptions): Promise<KillReport> {
  const { strategy, json, services: _, ...plan } = options
  const main = await runKills(place, { ...plan, contender: findContender(strategy ?? 'durable') })
  const loser = strategy
    ? undefined
    : await runKills(place, { ...fatal, contender: findContender('detached') })
  const results = loser ? [main, loser] : [main]
  const faults = [...judgeKills(main), ...(loser ? judgeLoser(loser) : [])]
  const blocks = [...results.map(toKillText), toSummary(faults)]
  const text = json ? JSON.stringify(results.map(toKillJson), null, 2) : blocks.join('\n\n')
  return { text, isGood: faults.length === 0 }
}

function judgeLoser({ contender, ledger }: KillResult): string[] {
  if (ledger.lost > 0) return []
  return [`${contender.name} lost nothing: these kills do not bite`]
}

function toSummary(faults: readonly string[]): string {
  if (faults.length === 0) return 'Nothing was lost, nothing was done twice.'
  return faults.map((fault) => `✗ ${fault}`).join('\n')
}
