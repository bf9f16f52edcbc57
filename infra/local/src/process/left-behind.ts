import { readdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isStillAlive, type ProcessRecord, readRecord, removeRecord } from './record.ts'

const graceMs = 10_000
const pollMs = 20

/** The folder below a state folder in which records of running processes lie. */
export function recordFolder(state: string): string {
  return join(state, 'run')
}

/** Which processes are left alone and which are stopped after all others, by name. */
export type LeftBehindOptions = {
  readonly skip?: readonly string[]
  readonly last?: readonly string[]
}

/**
 * Stops what an earlier run left behind: recorded processes that still live and are really ours; never the caller.
 *
 * shape:   the processes that were stopped
 * repeats: safe; records of processes that are gone are removed
 */
export async function stopLeftBehind(
  state: string,
  { skip = [], last = [] }: LeftBehindOptions = {},
): Promise<ProcessRecord[]> {
  const files = await readdir(recordFolder(state)).catch(() => [])
  const names = files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .filter((name) => !skip.includes(name))
  const isLast = (name: string) => last.includes(name)
  const first = await stopNamed(
    state,
    names.filter((name) => !isLast(name)),
  )
  return [...first, ...(await stopNamed(state, names.filter(isLast)))]
}

async function stopNamed(state: string, names: readonly string[]): Promise<ProcessRecord[]> {
  const stops = names.map((name) => stopRecorded(join(recordFolder(state), `${name}.json`)))
  return (await Promise.all(stops)).filter((record) => record !== undefined)
}

/** Kills everything that is recorded, at once and synchronously: the last act of a runner in a hurry. */
export function killRecorded(state: string): void {
  const folder = recordFolder(state)
  for (const file of readdirSync(folder)) {
    const record = readRecord(join(folder, file))
    if (record && record.pid !== process.pid) signal(record.pid, 'SIGKILL')
    removeRecord(join(folder, file))
  }
}

async function stopRecorded(file: string): Promise<ProcessRecord | undefined> {
  const record = readRecord(file)
  // A runner that cleans up after itself finds its own record, too.
  if (record?.pid === process.pid) return undefined
  const alive = record && (await isStillAlive(record))
  if (alive) await endProcess(record)
  removeRecord(file)
  return alive ? record : undefined
}

async function endProcess(record: ProcessRecord): Promise<void> {
  // PostgreSQL waits for its clients on SIGTERM; SIGINT ends them and then itself, like the others.
  signal(record.pid, 'SIGINT')
  const giveUpAt = performance.now() + graceMs
  while (await isStillAlive(record)) {
    if (performance.now() > giveUpAt) signal(record.pid, 'SIGKILL')
    await delay(pollMs)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in this very moment.
  }
}
