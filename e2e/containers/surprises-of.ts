import {
  contenders,
  faults,
  judgeCell,
  type Rig,
  runCell,
  type Strategy,
} from '@tailspan/experiment'

const orders = 12

/** What a contender did under a fault of the lab that was not expected of it, in sentences. */
export async function surprisesOf(rig: Rig, faultName: string, name: Strategy) {
  const fault = faults.find((one) => one.name === faultName)
  const contender = contenders.find((one) => one.name === name)
  if (!fault || !contender) throw new Error(`the lab has no ${faultName} or no ${name}`)
  const experiment = { fault, contender, orders, seed: 1, quietMs: 2_000 }
  return judgeCell(await runCell(rig, experiment), experiment).surprises
}
