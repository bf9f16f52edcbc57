import { shuttingDown } from '../lifecycle-error.ts'
import type { Actor } from './actor.ts'
import type { GroupEnd } from './group-end.ts'
import { SignalReceived } from './signal-received.ts'

/** One actor's life inside a group: started, running, quiesced, stopped. Nothing here rejects. */
export class Member {
  readonly actor: Actor
  readonly #end: GroupEnd
  readonly #life = new AbortController()
  #started: Promise<boolean> | undefined
  #ready = false
  #quiesced: Promise<void> | undefined
  #ended: Promise<void> | undefined

  constructor(actor: Actor, end: GroupEnd) {
    this.actor = actor
    this.#end = end
  }

  /** Whether there is anything to stop. */
  get touched(): boolean {
    return this.#started !== undefined
  }

  start(signal: AbortSignal): Promise<boolean> {
    this.#started = this.#start(signal)
    return this.#started
  }

  /** For what is not ready yet there is nothing to quiesce. */
  quiesce(): void {
    if (this.#ready) this.#quiesced = this.#attempt(() => this.actor.quiesce?.())
  }

  async stop(signal: AbortSignal, lastMs: number): Promise<void> {
    const endLife = () => this.#life.abort(shuttingDown)
    signal.addEventListener('abort', endLife, { once: true })
    if (!(await this.#started)) return
    await this.#quiesced
    await this.#attempt(() => this.actor.stop?.(signal, lastMs))
    endLife()
    await this.#ended
  }

  async #start(signal: AbortSignal): Promise<boolean> {
    try {
      await this.actor.start?.(signal)
    } catch (error) {
      this.#fail(error)
      return false
    }
    this.#ready = true
    // A start that ends after the group was told to stop has something to stop, nothing to run.
    if (this.actor.run && !this.#end.cause) this.#ended = this.#run(this.actor.run)
    return true
  }

  async #run(run: NonNullable<Actor['run']>): Promise<void> {
    const actor = this.actor.name
    try {
      const value = await run.call(this.actor, this.#life.signal)
      if (value instanceof SignalReceived) {
        this.#end.decide({ kind: 'signal', actor, signal: value.signal })
      } else this.#end.decide({ kind: 'ended', actor, value })
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    const actor = this.actor.name
    if (this.#end.cause) this.#end.note(actor, error)
    else this.#end.decide({ kind: 'failed', actor, error })
  }

  async #attempt(act: () => unknown): Promise<void> {
    try {
      await act()
    } catch (error) {
      this.#end.note(this.actor.name, error)
    }
  }
}
