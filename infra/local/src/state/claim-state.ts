import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
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
  const record = readRecord(runnerFile(state))
  return record && (await isStillAlive(record)) ? record : undefined
}

/**
 * Takes a state folder for this process, and stops what a crashed run left behind in it.
 *
 * errors: already-running
 */
export async function claimState(state: string): Promise<ClaimedState> {
  mkdirSync(recordFolder(state), { recursive: true })
  await recordRunner(state)
  // Consumers that can still say goodbye to Kafka spare the next ones the wait for their session's end.
  const options = { skip: [runner], last: ['kafka', 'mail', 'postgres'] }
  const stopped = await stopLeftBehind(state, options)
  const release = async () => {
    await stopLeftBehind(state, options)
    removeRecord(runnerFile(state))
  }
  return { stopped, release }
}

/** A whole record appears under the runner's name in one step, and only one of two can make it appear. */
async function recordRunner(state: string): Promise<void> {
  const own = `${runnerFile(state)}.${randomBytes(4).toString('hex')}`
  await writeRecord(own, runner, process.pid)
  try {
    while (!appear(own, runnerFile(state))) await removeDeadRunner(state, `${own}.old`)
  } finally {
    rmSync(own, { force: true })
  }
}

async function removeDeadRunner(state: string, aside: string): Promise<void> {
  const file = runnerFile(state)
  const holder = await findRunner(state)
  if (holder) throw alreadyRunning(state, holder)
  if (!moveAway(file, aside)) return
  // Between the look and the move a living runner may have come: it gets its name back.
  const moved = readRecord(aside)
  const isAlive = moved !== undefined && (await isStillAlive(moved))
  if (isAlive) appear(aside, file)
  rmSync(aside, { force: true })
  if (isAlive) throw alreadyRunning(state, moved)
}

function appear(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function moveAway(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch {
    return false
  }
}

function runnerFile(state: string): string {
  return join(recordFolder(state), `${runner}.json`)
}

function alreadyRunning(state: string, { pid }: ProcessRecord): CannotStart {
  return new CannotStart(
    'already-running',
    `Tailspan runs already with the state in ${state} (pid ${pid}): stop it first, or use another checkout with TAILSPAN_PORT_OFFSET=100.`,
  )
}
