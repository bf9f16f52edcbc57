import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import { refuseUnwritable } from '../preflight/refuse-unwritable.ts'
import { recordFolder, stopLeftBehind } from '../process/left-behind.ts'
import {
  isStillAlive,
  type ProcessRecord,
  readRecord,
  removeRecord,
  writeRecord,
} from '../process/record.ts'
import { takeName } from './exclusive.ts'

const runner = 'runner'

/** A state folder that belongs to this process until it is released. */
export type ClaimedState = {
  /** What an earlier run had left behind and was stopped. */
  readonly stopped: readonly ProcessRecord[]
  release(): Promise<void>
}

/** The runner that holds a state folder now; undefined when none does. */
export async function findRunner(state: string): Promise<ProcessRecord | undefined> {
  const record = readRecord(runnerFile(state))
  return record && (await isStillAlive(record)) ? record : undefined
}

/**
 * Takes a state folder for this process, and stops what a crashed run left behind in it.
 *
 * errors: already-running, folder-unwritable
 */
export async function claimState(state: string): Promise<ClaimedState> {
  await refuseUnwritable(state, 'TAILSPAN_STATE')
  mkdirSync(recordFolder(state), { recursive: true })
  await recordRunner(state)
  // Consumers that can still leave their group spare the next ones the wait for their session's end.
  const options = { skip: [runner], last: ['kafka', 'mail', 'postgres'] }
  const stopped = await stopLeftBehind(state, options)
  const release = async () => {
    await stopLeftBehind(state, options)
    removeRecord(runnerFile(state))
  }
  return { stopped, release }
}

async function recordRunner(state: string): Promise<void> {
  const own = `${runnerFile(state)}.${randomBytes(4).toString('hex')}`
  await writeRecord(own, runner, process.pid)
  const holder = await takeName(runnerFile(state), own).finally(() => rmSync(own, { force: true }))
  if (holder) throw alreadyRunning(state, holder)
}

function runnerFile(state: string): string {
  return join(recordFolder(state), `${runner}.json`)
}

function alreadyRunning(state: string, { pid }: ProcessRecord): CannotStart {
  return new CannotStart(
    'already-running',
    `Tailspan runs already with the state in ${state} (pid ${pid}): stop it first, or use another checkout with another TAILSPAN_PORT_OFFSET.`,
  )
}
