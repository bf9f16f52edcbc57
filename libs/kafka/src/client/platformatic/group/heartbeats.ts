import type { GroupSettings } from '../../port/group-client.ts'
import type { Coordinator } from './coordinator.ts'
import { groupFaultOf } from './group-fault.ts'
import type { Generation } from './membership.ts'

type Needs = {
  readonly coordinator: Coordinator
  readonly group: GroupSettings
  readonly generation: Generation
  /** Called with what says that this generation is over: another one begins, or nobody has answered for a session. */
  readonly onOver: (error: unknown) => void
}

/** Sends the heartbeats of one generation, until it is stopped: also while others join and records are in hand. */
export class Heartbeats {
  readonly #needs: Needs
  #timer: NodeJS.Timeout | undefined
  #latest: Promise<void> | undefined
  #isOpen = false
  #sentMs = Number.NEGATIVE_INFINITY
  #aliveMs = performance.now()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  start(): void {
    this.#timer = setInterval(() => this.beat().catch(() => {}), this.#needs.group.heartbeatMs)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** All that ask within half an interval, or while one waits for its answer, have the same answer. */
  beat(): Promise<void> {
    const isFresh = performance.now() - this.#sentMs < this.#needs.group.heartbeatMs / 2
    if (this.#latest && (this.#isOpen || isFresh)) return this.#latest
    this.#latest = this.#send()
    return this.#latest
  }

  async #send(): Promise<void> {
    const { coordinator, group, generation, onOver } = this.#needs
    const args = [group.groupId, generation.generationId, generation.memberId, null]
    this.#sentMs = performance.now()
    this.#isOpen = true
    try {
      await coordinator.ask({ name: 'Heartbeat', args })
      this.#aliveMs = performance.now()
    } catch (error) {
      const isExpired = performance.now() - this.#aliveMs > group.sessionMs
      if (isExpired || groupFaultOf(error) !== 'passes') onOver(error)
      throw error
    } finally {
      this.#isOpen = false
    }
  }
}
