import {
  type Cell,
  comparableFaults,
  type Hand,
  type Ledger,
  Refused,
  type Strategy,
  strategies,
} from '@tailspan/experiment'
import { runFault } from './run-fault.ts'

/** Two strategies under one fault, with clients of the same pace. */
export type Comparison = {
  readonly left: Strategy
  readonly right: Strategy
  readonly fault: string
  readonly orders: number
  readonly seed: number
}

/** What became of the orders of one side, and the traces of one of them. */
export type ComparedSide = { readonly ledger: Ledger; readonly shown: readonly string[] }

/**
 * A comparison by the names that a person gave.
 *
 * errors: name-unknown
 */
export function toComparison(
  asked: Omit<Comparison, 'left' | 'right'> & { readonly left: string; readonly right: string },
): Comparison {
  if (!comparableFaults.some(({ name }) => name === asked.fault)) throw unknown(asked.fault)
  return { ...asked, left: findStrategy(asked.left), right: findStrategy(asked.right) }
}

type Watch = {
  tell(step: string): void
  /** Called when one side is done. */
  done(side: 'left' | 'right', seen: ComparedSide): void
}

/** One after the other on the same system. */
export async function compare(
  { rig }: Pick<Hand, 'rig'>,
  comparison: Comparison,
  { tell, done }: Watch,
): Promise<void> {
  const { fault, orders, seed } = comparison
  for (const side of ['left', 'right'] as const) {
    const strategy = comparison[side]
    const show = () => {}
    done(side, toSide(await runFault({ rig, tell, show }, { strategy, fault, orders, seed })))
  }
}

/** The last order: the first one may have slipped through. */
function toSide({ ledger, traceIds }: Cell): ComparedSide {
  const last = traceIds.at(-1) ?? ''
  return { ledger, shown: [...new Set([last, ...(ledger.recordTraces.get(last) ?? [])])] }
}

function findStrategy(name: string): Strategy {
  const found = strategies.find((one) => one === name)
  if (!found) throw unknown(name)
  return found
}

function unknown(name: string): Refused {
  return new Refused('name-unknown', `There is no ${JSON.stringify(name)} to compare.`)
}
