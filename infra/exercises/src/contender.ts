import { contenders, type Strategy } from '@tailspan/experiment'
import type { Stage } from './exercise.ts'

/** A strategy as the lab tries it. */
export function findContender(strategy: Strategy) {
  const found = contenders.find(({ name }) => name === strategy)
  if (!found) throw new Error(`there is no strategy ${strategy}`)
  return found
}

/** Orders are published durably, whatever the system was started with. */
export async function useDurable({ rig, isUsual, tell }: Stage): Promise<void> {
  if (isUsual) return
  tell('order starts with PUBLISH=durable')
  await rig.seat(findContender('durable').seat)
}
