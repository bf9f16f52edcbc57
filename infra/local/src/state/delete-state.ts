import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { CannotStart } from '../cannot-start.ts'
import { postgresDataDir } from '../postgres/postgres.ts'
import { stopLeftBehind } from '../process/left-behind.ts'
import { postgresDir } from '../system/infrastructure.ts'
import { findRunner } from './claim-state.ts'

/**
 * Deletes a state folder with all databases, topics, mails and logs, and returns what was deleted.
 *
 * errors:  already-running, while a system runs with it
 * repeats: safe
 */
export async function deleteState(state: string): Promise<string[]> {
  const runner = await findRunner(state)
  if (runner)
    throw new CannotStart(
      'already-running',
      `Tailspan runs with the state in ${state} (pid ${runner.pid}): stop it first.`,
    )
  await stopLeftBehind(state)
  const folders = [postgresDataDir(postgresDir(state)), state].filter((folder) =>
    existsSync(folder),
  )
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
  return folders.filter((folder) => folder === state || !folder.startsWith(state))
}
