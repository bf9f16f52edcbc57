import { contenders } from '../contenders.ts'
import { faults } from '../faults/all-faults.ts'
import { judgeCell } from '../judge-cell.ts'
import type { Ledger } from '../ledger/read-ledger.ts'

/** The ledger of ten orders of which each was delivered, but for what is given. */
export function givenLedger(given: Partial<Ledger> = {}): Ledger {
  return {
    accepted: 10,
    delivered: 10,
    deadLettered: 0,
    pending: 0,
    lost: 0,
    duplicateEffects: 0,
    repeatedMails: 0,
    linked: 10,
    unlinked: 0,
    unstored: [],
    unsent: [],
    flows: [],
    recordTraces: new Map(),
    ...given,
  }
}

/** What is judged of a contender under a fault, both by name, that left such a ledger and a hundred answers. */
export function judgedCell(contender: string, fault: string, given: Partial<Ledger> = {}) {
  const cell = {
    strategy: contender,
    fault,
    recoveryMs: 1_234.5,
    traceIds: [],
    failedTries: new Map(),
    ledger: givenLedger(given),
    answerMs: Array.from({ length: 100 }, (_, i) => i + 1),
  }
  return judgeCell(cell, { contender: find(contenders, contender), fault: find(faults, fault) })
}

function find<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((one) => one.name === name)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}
