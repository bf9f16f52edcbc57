import { contenders, Refused, type Strategy } from '@tailspan/experiment'
import type { Watching } from './exercise.ts'

/** A strategy as the lab tries it. */
export function findContender(strategy: Strategy) {
  const found = contenders.find(({ name }) => name === strategy)
  if (!found) throw new Error(`there is no strategy ${strategy}`)
  return found
}

/**
 * Orders are published durably, whatever the system was started with.
 *
 * errors: not-ours, where that cannot be changed
 */
export async function useDurable({ rig, isUsual, tell }: Watching): Promise<void> {
  if (isUsual) return
  if (!rig.deploy) throw notOurs()
  tell('order starts with PUBLISH=durable')
  await rig.deploy(findContender('durable').deployment)
}

function notOurs(): Refused {
  const sentence = 'Orders are to be published durably and taken over HTTP/1.1: start it so.'
  return new Refused('not-ours', sentence)
}
