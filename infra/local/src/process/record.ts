import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { identify } from './identity.ts'

/** What is remembered of a process on disk, so that a later run can find it again. */
export type ProcessRecord = {
  readonly name: string
  readonly pid: number
  readonly identity: string
}

/** Remembers a process; written at once and synchronously, so that a crash cannot come between. */
export async function writeRecord(file: string, name: string, pid: number): Promise<void> {
  mkdirSync(dirname(file), { recursive: true })
  const identity = await identify(pid)
  if (identity) writeFileSync(file, `${JSON.stringify({ name, pid, identity })}\n`)
}

/** Forgets a process that has ended. */
export function removeRecord(file: string): void {
  rmSync(file, { force: true })
}

/** Reads a record; what cannot be read counts as none. */
export function readRecord(file: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord
  } catch {
    return undefined
  }
}

/** Whether the recorded process itself still lives, not another one with its id. */
export async function isStillAlive({ pid, identity }: ProcessRecord): Promise<boolean> {
  return (await identify(pid)) === identity
}
