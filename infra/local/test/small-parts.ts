import { onTestFinished } from 'vitest'
import { ownEnv } from '../src/config.ts'
import { type PartProcess, spawnPart } from '../src/process/part-process.ts'

/** A program that stays until it is asked to end. */
export const staying = 'setInterval(() => {}, 1e6)'

/** Starts a real, small process as a part; the test that starts it ends it. */
export function spawnSmallPart(
  state: string,
  program: string,
  name = 'small',
): Promise<PartProcess> {
  const args = ['-e', program]
  return spawnPart({ name, state, command: process.execPath, args, env: ownEnv })
}

/** The same; what is left of it goes when the test has finished. */
export async function startSmallPart(
  ...how: Parameters<typeof spawnSmallPart>
): Promise<PartProcess> {
  const part = await spawnSmallPart(...how)
  onTestFinished(async () => void (await part.kill()))
  return part
}
