import { type Cell, faults, runCell, type Strategy } from '@tailspan/experiment'
import { findContender } from './contender.ts'
import { waits } from './counter.ts'
import type { Stage } from './exercise.ts'

type Trial = {
  readonly strategy: Strategy
  readonly fault: string
  readonly orders: number
  readonly seed?: number
}

/** One strategy under one fault of the lab, on the running system. */
export async function runFault(
  { rig, tell, show }: Pick<Stage, 'rig' | 'tell' | 'show'>,
  { strategy, fault: name, orders, seed = 1 }: Trial,
): Promise<Cell> {
  const fault = faults.find((one) => one.name === name)
  if (!fault) throw new Error(`there is no fault ${name}`)
  tell(`PUBLISH=${strategy}: ${fault.says}`)
  const onOrder = ({ traceId }: { readonly traceId: string }) => show(traceId)
  const contender = findContender(strategy)
  return runCell(rig, { contender, fault, orders, seed, ...waits, onOrder })
}
