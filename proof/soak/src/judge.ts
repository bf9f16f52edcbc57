import type { Account, Stopped } from '@tailspan/experiment'
import { findLogFaults } from './find-log-faults.ts'
import { exceeds } from './fit-slope.ts'
import type { StopResult } from './load/stop-rounds.ts'
import type { CalmResult } from './run-calm.ts'

/** A request that is kept costs ten thousand bytes, its signal alone one thousand; a slow machine warms up for half a megabyte. */
const heapLimit = { perVisit: 100, inAll: 1_000_000 }
/** One listener kept by the rarest kind of client is 0.03 per visit; pools come and go with up to a thousand. */
const listenerLimit = { perVisit: 0.02, inAll: 1_500 }

/** What must not have happened while clients came and went, in sentences; none is good. */
export function judgeCalm(result: CalmResult): string[] {
  const { protocol, tally, heap, listeners, account, unsettled, stop } = result
  const found = [
    ...each(tally.failures, 'visits failed'),
    ...each(tally.wrong, 'wrong answers'),
    ...judgeAccount(account),
    ...judgeStop(stop),
    ...(unsettled > 0 ? [`${unsettled} orders are not settled after a minute`] : []),
    ...(isStarved(tally.visits, account)
      ? ['hardly any order was accepted: nothing is shown']
      : []),
    ...(exceeds(heap, heapLimit)
      ? [`the heap grows by ${Math.round(heap.slope)} bytes per visit`]
      : []),
    ...(exceeds(listeners, listenerLimit)
      ? [`listeners grow by ${listeners.slope.toFixed(3)} per visit`]
      : []),
  ]
  return found.map((sentence) => `${protocol}: ${sentence}.`)
}

/** What must not have happened when the service was stopped under load. */
export function judgeStops(result: StopResult): string[] {
  if (result.strategy === 'background') return judgeMistake(result)
  const { account, tally, stops, lastStop } = result
  const found = [
    ...each(tally.wrong, 'wrong answers'),
    ...judgeAccount(account),
    ...[...stops, lastStop].flatMap(judgeStop),
    ...(account.accepted === 0 ? ['no order was accepted: nothing is shown'] : []),
  ]
  return [...new Set(found)].map((sentence) => `stops with ${result.strategy}: ${sentence}.`)
}

// A test that the mistake passes proves nothing.
function judgeMistake({ account }: StopResult): string[] {
  return account.lost.length > 0
    ? []
    : ['stops with background: no order was lost, so these stops prove nothing.']
}

/** What the services beside order complained about all the while. */
export function judgePeers(logs: readonly string[]): string[] {
  return [...new Set(logs.flatMap(findLogFaults))].map((fault) => `${fault}.`)
}

function judgeAccount({ lost, unstored, phantoms }: Account): string[] {
  return [
    ...(lost.length > 0 ? [`${lost.length} accepted orders are lost, such as ${lost[0]}`] : []),
    ...(unstored.length > 0 ? [`${unstored.length} orders were answered and never stored`] : []),
    ...(phantoms > 0 ? [`${phantoms} orders were published and never stored`] : []),
  ]
}

function judgeStop({ exit, log }: Stopped): string[] {
  const how = exit.signal ?? `exit code ${exit.code}`
  return [...(exit.code === 0 ? [] : [`ended with ${how}`]), ...new Set(findLogFaults(log))]
}

function isStarved(visits: number, { accepted }: Account): boolean {
  return accepted < visits / 3
}

function each(counts: ReadonlyMap<string, number>, what: string): string[] {
  return [...counts].map(([name, count]) => `${count} ${what}: ${name}`)
}
