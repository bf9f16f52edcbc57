import { type Cell, faults, runCell, type Strategy } from '@tailspan/experiment'
import { findContender } from './contender.ts'
import { waits } from './counter.ts'
import type { Stage } from './exercise.ts'

type Trial = {
  readonly strategy: Strategy
  readonly fault: string
  readonly orders: number
  readonly seed?: number
  /** As long as this nothing may change before what is missing counts as lost. */
  readonly quietMs?: number
}

/** One strategy under one fault of the lab, on the running system. */
export async function runFault(
  { rig, tell, show }: Pick<Stage, 'rig' | 'tell' | 'show'>,
  { fault: name, seed = 1, quietMs = waits.quietMs, ...trial }: Trial,
): Promise<Cell> {
  const fault = faults.find((one) => one.name === name)
  if (!fault) throw new Error(`there is no fault ${name}`)
  tell(`PUBLISH=${trial.strategy}: ${fault.says}`)
  const onOrder = ({ traceId }: { readonly traceId: string }) => show(traceId)
  const contender = findContender(trial.strategy)
  const { orders } = trial
  return runCell(rig, { contender, fault, orders, seed, ...waits, quietMs, onOrder })
}
