import type { Ledger } from '@tailspan/experiment'
import type { LedgerTable } from '../../views/ledger-table.ts'
import { ledgerWords } from '../../views/ledger-words.ts'

/** A ledger as its table shows it. */
export function toLedgerTable(ledger: Ledger): LedgerTable {
  return {
    figures: ledgerWords.map(({ key, name, says, isBad = false }) => ({
      name,
      says,
      value: ledger[key],
      isBad: isBad && ledger[key] > 0,
    })),
    flows: ledger.flows.map((flow) => ({
      name: flow.name,
      counts: [flow.said, flow.delivered, flow.pending, flow.deadLettered, flow.lost].map(
        ({ size }) => size,
      ),
    })),
  }
}
