import type { Ledger } from '@tailspan/experiment'
import type { LedgerTable } from '../../views/ledger-table.ts'

/** A ledger as its table shows it. */
export function toLedgerTable(ledger: Ledger): LedgerTable {
  const { accepted, delivered, deadLettered, pending, lost, duplicateEffects, repeatedMails } =
    ledger
  return {
    figures: [
      { name: 'accepted', value: accepted, says: 'committed orders', isBad: false },
      { name: 'delivered', value: delivered, says: 'all effects are there', isBad: false },
      { name: 'pending', value: pending, says: 'in an outbox, on a topic, deferred', isBad: false },
      { name: 'dead-lettered', value: deadLettered, says: 'parked by a group', isBad: false },
      { name: 'lost', value: lost, says: 'an event of it is in none of these', isBad: lost > 0 },
      {
        name: 'effects twice',
        value: duplicateEffects,
        says: 'in databases',
        isBad: duplicateEffects > 0,
      },
      {
        name: 'mails twice',
        value: repeatedMails,
        says: 'a crash after 250 sends again',
        isBad: false,
      },
      {
        name: 'trace broken',
        value: ledger.unlinked,
        says: 'a record lies in another trace',
        isBad: ledger.unlinked > 0,
      },
    ],
    flows: ledger.flows.map((flow) => ({
      name: flow.name,
      counts: [flow.said, flow.delivered, flow.pending, flow.deadLettered, flow.lost].map(
        ({ size }) => size,
      ),
    })),
  }
}
