import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import type { Runner } from '@tailspan/local/start'
import type { Backlog } from '../backlog/backlog.ts'
import type { Changes } from './changes.ts'
import { childEnv } from './child-env.ts'

const program = fileURLToPath(new URL('../backlog/main.ts', import.meta.url))
const lookMs = 5_000
/** A page without a script is no listener, and may be read again. */
const unusedMs = 15_000

/** What waits in outboxes and topics, read by a process that lives as long as a page is open. */
export class BacklogWatch {
  readonly #runner: Runner
  readonly #changes: Changes
  readonly #timer: NodeJS.Timeout
  #reader: ChildProcess | undefined
  #seen: Backlog | undefined
  #askedAtMs = 0

  constructor(runner: Runner, changes: Changes) {
    this.#runner = runner
    this.#changes = changes
    this.#timer = setInterval(() => this.#look(), lookMs)
    this.#timer.unref()
  }

  /** As it was read last; undefined until it was. Every reading that differs is announced as `backlog`. */
  now(): Backlog | undefined {
    this.#askedAtMs = performance.now()
    this.#reader ??= this.#start()
    return this.#seen
  }

  close(): void {
    clearInterval(this.#timer)
    this.#end()
  }

  #look(): void {
    const isUnused = performance.now() - this.#askedAtMs > unusedMs
    if (isUnused && this.#changes.listenerCount === 0) this.#end()
  }

  #end(): void {
    this.#reader?.stdin?.end()
    this.#reader = undefined
    this.#seen = undefined
  }

  #start(): ChildProcess {
    // Where bursts can be placed, their own ledger counts their orders.
    const asked = this.#runner.readOnly ? ['--orders'] : []
    const flags = ['--conditions=@tailspan/source', '--disable-warning=ExperimentalWarning']
    const args = [...flags, program, ...asked]
    const reader = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: childEnv(this.#runner),
    })
    // One that does not start, or has ended, is started by the next page that asks.
    reader.on('error', () => this.#forget(reader)).on('exit', () => this.#forget(reader))
    reader.stdin.on('error', () => {})
    createInterface(reader.stdout).on('line', (line) => {
      if (this.#reader === reader) this.#note(JSON.parse(line) as Backlog)
    })
    return reader
  }

  #forget(reader: ChildProcess): void {
    if (this.#reader === reader) this.#reader = undefined
  }

  #note(seen: Backlog): void {
    if (isDeepStrictEqual(seen, this.#seen)) return
    this.#seen = seen
    this.#changes.announce('backlog')
  }
}
