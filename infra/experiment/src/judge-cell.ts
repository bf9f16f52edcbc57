import type { Contender } from './contenders.ts'
import { expectations } from './expectations.ts'
import type { Fault } from './faults/fault.ts'
import { findFaults } from './ledger/read-ledger.ts'
import { type Expectation, figures, isAsExpected } from './read-expectations.ts'
import type { Cell } from './run-cell.ts'

/** A cell, what was expected of it, and in sentences what is otherwise. */
export type Judged = Cell & {
  readonly expectation: Expectation
  readonly surprises: readonly string[]
}

type Experiment = { readonly contender: Contender; readonly fault: Fault }

/** Compares what was seen with what was written down before. */
export function judgeCell(
  cell: Cell,
  { contender, fault }: Experiment,
  table: readonly Expectation[] = expectations,
): Judged {
  const expectation = expectationOf(table, contender.name, fault.name)
  const { ledger } = cell
  const surprises = figures.flatMap((figure) => {
    const expected = expectation.figures[figure]
    const isGood = isAsExpected(expected, ledger[figure])
    return isGood ? [] : [`${figure} is ${ledger[figure]}, expected was ${expected}`]
  })
  const { mailsInFlight = 0 } = fault
  if (!contender.deployment.programs && ledger.repeatedMails > mailsInFlight)
    surprises.push(`${ledger.repeatedMails} mails came again, ${mailsInFlight} were in hand`)
  return { ...cell, expectation, surprises: [...surprises, ...findFaults(ledger)] }
}

function expectationOf(
  table: readonly Expectation[],
  contender: string,
  fault: string,
): Expectation {
  const isMeant = (one: Expectation) => one.contender === contender && one.fault === fault
  const found = table.find(isMeant)
  if (!found) throw new Error(`expectations.ts has no line for ${fault} | ${contender}`)
  return found
}
