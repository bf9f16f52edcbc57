import { findFaults, mailsInHand } from '@tailspan/experiment'
import type { KillResult } from './run-kills.ts'

/**
 * How many mails the kills may repeat: what was in flight when notification died, or when the broker took
 * away its partitions.
 */
export function repeatedMailsBound({ deaths }: Pick<KillResult, 'deaths'>): number {
  const hits = deaths.filter(({ part }) => part === 'notification' || part === 'kafka')
  return hits.length * mailsInHand
}

/** What must not be, whatever was killed, in sentences. */
export function judgeKills(result: KillResult): string[] {
  const { ledger, orders, duplicateOrders, unanswered } = result
  const { accepted, linked } = ledger
  const none = {
    lost: ledger.lost,
    'dead-lettered': ledger.deadLettered,
    pending: ledger.pending,
    'duplicate effects': ledger.duplicateEffects,
    'orders placed twice': duplicateOrders,
    'clients without an answer': unanswered,
  }
  const found = Object.entries(none).filter(([, count]) => count !== 0)
  const faults = found.map(([name, count]) => `${name}: ${count}, not 0`)
  if (accepted !== orders) faults.push(`accepted: ${accepted}, not ${orders}`)
  if (linked !== accepted) faults.push(`linked: ${linked}, not all ${accepted}`)
  const bound = repeatedMailsBound(result)
  if (ledger.repeatedMails > bound)
    faults.push(`repeated mails: ${ledger.repeatedMails}, more than the ${bound} in flight`)
  return [...faults, ...findFaults(ledger)]
}
