import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProgress, openLocalRig, type Rig } from '@tailspan/experiment'
import { deleteState } from '@tailspan/local'
import { labKills } from './lab-kills.ts'
import { readKillOptions } from './options.ts'

// Beside the state of `npm start` and of the rest of the lab, so that all can run at once.
const state = fileURLToPath(new URL('../../../../.tailspan/kills', import.meta.url))

type Life = {
  readonly signal: AbortSignal
  /** Gets the system as soon as it begins to start, to stop it when the command is called off. */
  readonly keep: (rig: Promise<Rig>) => Promise<Rig>
}

/** `npm run lab -- --kills N`: returns the exit code. */
export async function killsCommand(
  args: readonly string[],
  { signal, keep }: Life,
): Promise<number> {
  const options = readKillOptions(args)
  const progress = createProgress(process.stderr)
  progress.note(`starting the system, its logs are in ${join(state, 'logs')}`)
  await deleteState(state)
  await using rig = await keep(openLocalRig(state, { signal, all: options.services }))
  const { text, isGood } = await labKills({ rig, progress, signal }, options)
  progress.note('')
  process.stdout.write(`${text}\n`)
  return isGood ? 0 : 1
}
