import { setTimeout as delay } from 'node:timers/promises'
import type { Rig } from '@tailspan/experiment'
import type { Kill, Killable } from './plan-kills.ts'

/** A death, and how long it took until the part served again, its rest included. */
export type Death = { readonly part: Killable; readonly backMs: number }

/** Kills, and sees to it that what was killed comes back. */
export class KillScheduler {
  readonly #rig: Rig
  readonly #signal: AbortSignal | undefined
  readonly #deaths: Promise<Death>[] = []
  readonly #backs = new Map<Killable, Promise<Death>>()

  constructor(rig: Rig, signal?: AbortSignal) {
    this.#rig = rig
    this.#signal = signal
  }

  /** At its moment, or as soon as the part lives that is to die; does not wait for its return. */
  async kill({ part, atMs, restMs }: Kill): Promise<void> {
    await delay(atMs)
    await this.#backs.get(part)
    const diedAtMs = performance.now()
    await this.#rig.kill(part)
    const back = this.#bringBack(part, { diedAtMs, restMs })
    // The caller that waits for it gets the failure.
    back.catch(() => {})
    this.#backs.set(part, back)
    this.#deaths.push(back)
  }

  /** Everything runs again. */
  finish(): Promise<Death[]> {
    return Promise.all(this.#deaths)
  }

  async #bringBack(
    part: Killable,
    { diedAtMs, restMs }: { readonly diedAtMs: number; readonly restMs: number },
  ): Promise<Death> {
    await delay(restMs)
    // Nothing rises in a system that is being stopped.
    this.#signal?.throwIfAborted()
    await this.#rig.start(part)
    return { part, backMs: performance.now() - diedAtMs }
  }
}
