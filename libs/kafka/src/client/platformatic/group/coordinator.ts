import type { ClientSettings } from '../../settings.ts'
import { findCoordinator } from '../find-coordinator.ts'
import { type Request, Wire } from '../wire.ts'

type Patience = { readonly requestMs: number; readonly joinMs: number }

/** The broker that keeps a group; it is looked for again after any failure. */
export class Coordinator {
  readonly #groupId: string
  /** Of all brokers, who says where the coordinator is. */
  readonly #any: Wire
  readonly #wire: Wire
  /** A broker answers nothing else on a connection on which a join waits for other members. */
  readonly #joining: Wire
  #nodeId: Promise<number> | undefined

  constructor(
    any: Wire,
    groupId: string,
    { requestMs, joinMs, ...settings }: ClientSettings & Patience,
  ) {
    this.#any = any
    this.#groupId = groupId
    this.#wire = new Wire(settings, requestMs)
    this.#joining = new Wire(settings, joinMs)
  }

  ask<T>(request: Request): Promise<T> {
    return this.#askOn(this.#wire, request)
  }

  /** Waits as long as the other members need. */
  askToJoin<T>(request: Request): Promise<T> {
    return this.#askOn(this.#joining, request)
  }

  /** Joins no more: what waits for other members is rejected. */
  cutJoining(): void {
    this.#joining.cut()
  }

  async close(): Promise<void> {
    await Promise.all([this.#wire.close(), this.#joining.close()])
  }

  cut(): void {
    this.#wire.cut()
    this.#joining.cut()
  }

  async #askOn<T>(wire: Wire, request: Request): Promise<T> {
    this.#nodeId ??= this.#find()
    try {
      return await wire.askNode<T>(await this.#nodeId, request)
    } catch (error) {
      this.#nodeId = undefined
      throw error
    }
  }

  async #find(): Promise<number> {
    const found = await findCoordinator(this.#any, this.#groupId)
    for (const wire of [this.#wire, this.#joining]) wire.noteBrokers(found)
    return found[0]?.nodeId ?? -1
  }
}
