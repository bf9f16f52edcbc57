import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import { recordFolder, stopLeftBehind } from '../process/left-behind.ts'
import {
  isStillAlive,
  type ProcessRecord,
  readRecord,
  removeRecord,
  writeRecord,
} from '../process/record.ts'

const runner = 'runner'

/** A state folder that belongs to this process until it is released. */
export type ClaimedState = {
  /** What an earlier run had left behind and was stopped. */
  readonly stopped: readonly ProcessRecord[]
  release(): Promise<void>
}

/** The runner that holds a state folder now; undefined when none does. */
export async function findRunner(state: string): Promise<ProcessRecord | undefined> {
  const record = readRecord(join(recordFolder(state), `${runner}.json`))
  return record && (await isStillAlive(record)) ? record : undefined
}

/**
 * Takes a state folder for this process, and stops what a crashed run left behind in it.
 *
 * errors: already-running
 */
export async function claimState(state: string): Promise<ClaimedState> {
  const file = join(recordFolder(state), `${runner}.json`)
  mkdirSync(recordFolder(state), { recursive: true })
  const holder = await findRunner(state)
  if (holder) throw alreadyRunning(state, holder)
  removeRecord(file)
  createOnce(state, file)
  await writeRecord(file, runner, process.pid)
  // Consumers that can still say goodbye to Kafka spare the next ones the wait for their session's end.
  const options = { skip: [runner], last: ['kafka', 'mail', 'postgres'] }
  const stopped = await stopLeftBehind(state, options)
  const release = async () => {
    await stopLeftBehind(state, options)
    removeRecord(file)
  }
  return { stopped, release }
}

// Of two runners in the same moment, the file system lets one create the file.
function createOnce(state: string, file: string): void {
  try {
    closeSync(openSync(file, 'wx'))
  } catch (error) {
    const cause = error as NodeJS.ErrnoException
    if (cause.code !== 'EEXIST') throw cause
    throw alreadyRunning(state, undefined, { cause })
  }
}

function alreadyRunning(state: string, holder?: ProcessRecord, options?: ErrorOptions) {
  const who = holder ? ` (pid ${holder.pid})` : ''
  return new CannotStart(
    'already-running',
    `Tailspan runs already with the state in ${state}${who}: stop it first, or use another checkout with TAILSPAN_PORT_OFFSET=100.`,
    options,
  )
}
