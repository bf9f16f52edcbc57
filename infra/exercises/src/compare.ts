import { type Cell, faults, type Hand, type Strategy } from '@tailspan/experiment'
import { runFault } from './run-fault.ts'

/** Two strategies under one fault, with clients of the same pace. */
export type Comparison = {
  readonly left: Strategy
  readonly right: Strategy
  readonly fault: string
  readonly orders: number
  readonly seed: number
}

/** Faults that are over within half a minute and need nothing but the usual system. */
const comparable = [
  'calm',
  'client-closes',
  'tcp-reset',
  'slow-kafka',
  'sigterm',
  'sigkill',
  'poison',
]

export const comparableFaults = faults
  .filter(({ name }) => comparable.includes(name))
  .map(({ name, says }) => ({ name, says }))

type Watch = {
  tell(step: string): void
  /** Called when one side is done. */
  done(side: 'left' | 'right', cell: Cell): void
}

/** One after the other on the same system, which is reset in between. */
export async function compare(
  { rig }: Pick<Hand, 'rig'>,
  comparison: Comparison,
  { tell, done }: Watch,
): Promise<void> {
  const { fault, orders, seed } = comparison
  for (const side of ['left', 'right'] as const) {
    const strategy = comparison[side]
    const show = () => {}
    done(side, await runFault({ rig, tell, show }, { strategy, fault, orders, seed }))
  }
}
