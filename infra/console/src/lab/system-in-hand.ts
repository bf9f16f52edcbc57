import type { Hand, Live, LiveState, Watched } from '@tailspan/experiment'
import { HttpError } from '@tailspan/http'
import type { Drive, Runner } from '@tailspan/local/start'
import type { Changes } from '../state/changes.ts'

/** Why nothing can be changed where the parts are not the runner's own processes. */
const notOurs =
  'The parts run in containers, which belong to the engine: npm start -- --local starts a system that the console may change.'

/** A page that was told why the system is not in hand reads itself again after this. */
const retryMs = 1_000

type Needs = { readonly runner: Runner; readonly changes: Changes }

/** The running system for one at a time. The engine is loaded when it is needed first: until then it would only take memory. */
export class SystemInHand {
  readonly #needs: Needs
  #live: Promise<Live> | undefined
  #taken: Live | undefined
  #trouble: string | undefined
  #last: Promise<unknown> = Promise.resolve()
  #acting: string | undefined
  #isClosed = false

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Why it cannot be used; undefined when it can. */
  get whyNot(): string | undefined {
    const { drive, readOnly } = this.#needs.runner
    return readOnly ?? (drive ? undefined : notOurs)
  }

  /** Why not even what changes nothing can be done: it needs a system that was started as usual. */
  async whyNotWatched(): Promise<string | undefined> {
    if (!this.whyNot || this.#needs.runner.readOnly) return this.whyNot
    const { readIsUsual } = await import('@tailspan/experiment')
    return readIsUsual() ? undefined : this.whyNot
  }

  /** As it is now; undefined until it is in hand, which is begun and announced as `faults`. */
  state(): LiveState | undefined {
    const announce = () => this.#needs.changes.announce('faults')
    // Told at once the first time; who reads it again tries again.
    const announceLater = () => void setTimeout(announce, retryMs).unref()
    if (!this.whyNot && !this.#live)
      this.live().then(announce, this.#trouble === undefined ? announce : announceLater)
    return this.#taken?.state()
  }

  /** Why it could not be taken in hand the last time; undefined when it was, or nobody has tried. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  /**
   * The system in hand.
   *
   * errors: not-ours in containers
   */
  live(): Promise<Live> {
    const { drive } = this.#needs.runner
    if (!drive) throw new HttpError('not-ours', 'conflict', notOurs)
    this.#live ??= this.#take(drive)
    return this.#live
  }

  async #take(drive: Drive): Promise<Live> {
    try {
      const { takeInHand } = await import('@tailspan/experiment')
      this.#taken = await takeInHand(drive)
      this.#trouble = undefined
      return this.#taken
    } catch (error) {
      // What it needs may be away for now: the next one who asks tries again.
      this.#live = undefined
      this.#trouble = (error as Error).message
      throw error
    }
  }

  /**
   * Begins something that has the system alone, and returns when it has begun; a reset that is still under way is
   * waited for.
   *
   * errors: system-busy, not-ours
   */
  async begin(what: string, act: (hand: Hand) => Promise<void>): Promise<void> {
    const live = await this.live()
    await this.#beginAlone(what, (done) => live.alone(what, (hand) => act(hand).finally(done)))
  }

  /**
   * Begins something that changes nothing: as above where the parts are ours, else beside whatever others do.
   *
   * errors: system-busy; not-ours, where the system was not started as usual
   */
  async beginWatching(what: string, act: (watched: Watched) => Promise<void>): Promise<void> {
    if (!this.whyNot) return this.begin(what, act)
    const whyNot = await this.whyNotWatched()
    if (whyNot) throw new HttpError('not-ours', 'conflict', whyNot)
    const { watchSystem } = await import('@tailspan/experiment')
    await this.#beginAlone(what, () => act(watchSystem(this.#needs.runner)))
  }

  async #beginAlone(what: string, act: (done: () => void) => Promise<void>): Promise<void> {
    this.#refuseWhileActing()
    await this.#last
    this.#refuseWhileActing()
    this.#acting = what
    const done = () => {
      this.#acting = undefined
      this.#needs.changes.announce('faults')
    }
    this.#last = act(done)
      .catch((error: unknown) => this.#note(what, error))
      .finally(done)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const live = await this.#live?.catch(() => undefined)
    await live?.[Symbol.asyncDispose]()
  }

  /** What is cut short by the end of the system is no failure. */
  #note(what: string, error: unknown): void {
    if (this.#isClosed) return
    const why = error instanceof Error ? error.message : String(error)
    this.#needs.runner.note(`console: ${what}: ${why}`)
  }

  #refuseWhileActing(): void {
    if (this.#acting === undefined) return
    const sentence = `Wait a moment: ${this.#acting}. Then try again.`
    throw new HttpError('system-busy', 'conflict', sentence)
  }
}
