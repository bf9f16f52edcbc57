import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, fstatSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from '../cannot-start.ts'
import type { Env } from '../config.ts'
import { recordFolder } from './left-behind.ts'
import { lastWords } from './log-file.ts'
import { removeRecord, writeRecord } from './record.ts'

/** How a process is started. */
export type PartCommand = {
  readonly name: string
  /** Where its log (`logs/<name>.log`) and its record (`run/<name>.json`) lie. */
  readonly state: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Env
  readonly cwd?: string
  readonly ids?: { readonly uid: number; readonly gid: number }
}

/** How a process ended. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A running process of ours: its output goes to a file, its id is remembered on disk. */
export type PartProcess = {
  readonly name: string
  readonly pid: number
  readonly logFile: string
  /** Where in the log this process's own output begins. */
  readonly logStart: number
  readonly exited: Promise<Exit>
  /** Sends the signal, and SIGKILL after the grace; resolves when the process has ended. */
  stop(signal: NodeJS.Signals, graceMs?: number): Promise<Exit>
  kill(): Promise<Exit>
}

/**
 * Starts a process with a group of its own, so that Ctrl-C reaches only the runner, which stops it in order.
 *
 * errors: part-failed, when the command cannot be started at all
 */
export async function spawnPart(part: PartCommand): Promise<PartProcess> {
  const { name, state } = part
  const logFile = join(state, 'logs', `${name}.log`)
  const recordFile = join(recordFolder(state), `${name}.json`)
  mkdirSync(join(state, 'logs'), { recursive: true })
  const log = openSync(logFile, 'a')
  const logStart = fstatSync(log).size
  const child = launch(part, log)
  closeSync(log)
  const exited = watchExit(child, recordFile)
  if (child.pid === undefined) throw await neverStarted(child, part)
  await writeRecord(recordFile, name, child.pid)
  return { name, pid: child.pid, logFile, logStart, exited, ...stops(child, exited) }
}

function launch({ command, args, env, cwd, ids }: PartCommand, log: number): ChildProcess {
  return spawn(command, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...env },
    ...(cwd === undefined ? {} : { cwd }),
    ...ids,
  })
}

function watchExit(child: ChildProcess, recordFile: string): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      removeRecord(recordFile)
      resolve({ code, signal })
    })
  })
}

async function neverStarted(child: ChildProcess, { name, command }: PartCommand) {
  const cause = await new Promise<Error>((resolve) => child.once('error', resolve))
  return new CannotStart('part-failed', `${name} did not start: ${command}: ${cause.message}.`, {
    cause,
  })
}

function stops(child: ChildProcess, exited: Promise<Exit>): Pick<PartProcess, 'stop' | 'kill'> {
  return {
    async stop(signal, graceMs = 10_000) {
      child.kill(signal)
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs)
      return exited.finally(() => clearTimeout(force))
    },
    async kill() {
      child.kill('SIGKILL')
      return exited
    },
  }
}

/** The sentence for a part that ended although it should run, with the last line of its log. */
export async function describeEnd(part: PartProcess, { code, signal }: Exit): Promise<string> {
  const how = signal ? `by ${signal}` : `with exit code ${code}`
  const words = await lastWords({ ...part, signal })
  return `${part.name} ended ${how}${words ? `: ${words}` : ''} (${part.logFile})`
}
