import { onTestFinished } from 'vitest'
import { ownEnv } from '../src/config.ts'
import { type PartProcess, spawnPart } from '../src/process/part-process.ts'

/** A program that stays until it is asked to end. */
export const staying = 'setInterval(() => {}, 1e6)'

/** Starts a real, small process as a part; what is left of it goes when the test has finished. */
export async function startSmallPart(
  state: string,
  program: string,
  name = 'small',
): Promise<PartProcess> {
  const part = await spawnPart({
    name,
    state,
    command: process.execPath,
    args: ['-e', program],
    env: ownEnv,
  })
  onTestFinished(async () => void (await part.kill()))
  return part
}
