import { judgeKills, repeatedMailsBound } from './judge-kills.ts'
import { killables } from './plan-kills.ts'
import type { KillResult } from './run-kills.ts'

/** One contender for machines; the names of the lab's table where there are any. */
export function toKillJson(result: KillResult): object {
  const { contender, kills, orders, seed, ledger, deaths } = result
  const { flows: _flows, unstored, unsent, ...counts } = ledger
  return {
    strategy: contender.name,
    fault: 'random kill -9',
    kills,
    orders,
    seed,
    ...counts,
    unstored: unstored.length,
    unsent: unsent.length,
    repeatedMailsBound: repeatedMailsBound(result),
    duplicateOrders: result.duplicateOrders,
    unanswered: result.unanswered,
    failedTries: Object.fromEntries(result.failedTries),
    recoveryMs: Math.round(result.recoveryMs),
    deaths: deaths.map(({ part, backMs }) => ({ part, backMs: Math.round(backMs) })),
    faults: judgeKills(result),
  }
}

/** One contender for people. */
export function toKillText(result: KillResult): string {
  const { contender, kills, seed, ledger } = result
  const tries = [...result.failedTries].map(([what, count]) => `${what} × ${count}`).join(', ')
  const figures = {
    accepted: `${ledger.accepted} of ${result.orders}, ${result.duplicateOrders} placed twice`,
    delivered: ledger.delivered,
    'dead-lettered': ledger.deadLettered,
    pending: ledger.pending,
    lost: ledger.lost,
    'duplicate effects': ledger.duplicateEffects,
    'repeated mails': `${ledger.repeatedMails}, at most ${repeatedMailsBound(result)} were in flight`,
    linked: ledger.linked,
    'asked again after': tries || 'nothing',
    'last recovery': seconds(result.recoveryMs),
  }
  return [
    `${contender.name}: ${kills} times kill -9, seed ${seed}`,
    ...Object.entries(figures).map(([name, value]) => line(name, value)),
    ...killables.map((part) => line(`${part} killed`, describeDeaths(result, part))),
  ].join('\n')
}

function describeDeaths({ deaths }: KillResult, part: string): string {
  const backs = deaths.filter((death) => death.part === part).map(({ backMs }) => backMs)
  if (backs.length === 0) return 'never'
  const sorted = backs.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  const longest = sorted.at(-1) ?? 0
  return `${backs.length} times, back after ${seconds(median)} (median), ${seconds(longest)} (max)`
}

function line(name: string, value: string | number): string {
  return `  ${name.padEnd(20)}${value}`
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
