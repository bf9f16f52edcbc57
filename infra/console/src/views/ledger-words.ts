/** What a ledger counts of some orders. */
export type LedgerFigures = {
  readonly accepted: number
  readonly delivered: number
  readonly pending: number
  readonly deadLettered: number
  readonly lost: number
  readonly duplicateEffects: number
  readonly repeatedMails: number
  readonly unlinked: number
}

type Word = {
  readonly key: keyof LedgerFigures
  /** As docs/glossary.md has it. */
  readonly name: string
  readonly says: string
  /** Whether one of them is one too many. */
  readonly isBad?: boolean
}

/** The words for it, the same on every page, in the order in which they are shown. */
export const ledgerWords: readonly Word[] = [
  { key: 'accepted', name: 'accepted', says: 'committed orders' },
  { key: 'delivered', name: 'delivered', says: 'all effects are there' },
  { key: 'pending', name: 'pending', says: 'in an outbox, on a topic, deferred' },
  { key: 'deadLettered', name: 'dead-lettered', says: 'parked by a group' },
  { key: 'lost', name: 'lost', says: 'an event of it is in none of these', isBad: true },
  { key: 'duplicateEffects', name: 'effects twice', says: 'in databases', isBad: true },
  { key: 'repeatedMails', name: 'mails twice', says: 'a crash after 250 sends again' },
  { key: 'unlinked', name: 'in another trace', says: 'a record left its trace', isBad: true },
]
