import { isDeepStrictEqual } from 'node:util'
import type { PartState, Runner } from '@tailspan/local/start'
import type { Changes } from './changes.ts'

const intervalMs = 2_000

/** The parts of the system as they are now; they are asked only while a page is open. */
export class PartWatch {
  readonly #runner: Runner
  readonly #changes: Changes
  readonly #timer: NodeJS.Timeout
  #seen: readonly PartState[] = []
  #seenAtMs = Number.NEGATIVE_INFINITY

  constructor(runner: Runner, changes: Changes) {
    this.#runner = runner
    this.#changes = changes
    this.#timer = setInterval(() => void this.#look(), intervalMs)
    this.#timer.unref()
  }

  async now(): Promise<readonly PartState[]> {
    if (performance.now() - this.#seenAtMs > intervalMs) await this.#ask()
    return this.#seen
  }

  close(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    if (this.#changes.listenerCount === 0) return
    const before = this.#seen
    await this.#ask()
    if (!isDeepStrictEqual(before, this.#seen)) this.#changes.announce('parts')
  }

  async #ask(): Promise<void> {
    this.#seen = await this.#runner.parts()
    this.#seenAtMs = performance.now()
  }
}
