import { ProtocolError } from '@platformatic/kafka'
import { endWithin } from '../end-within.ts'
import type { GroupClient, GroupEvents, GroupSettings, OnBatch } from '../port/group-client.ts'
import type { ClientSettings } from '../settings.ts'
import { askLocations } from './fetch/locations.ts'
import { ClassicProtocol } from './group/classic/classic-protocol.ts'
import { ConsumerProtocol } from './group/consumer/consumer-protocol.ts'
import { Coordinator } from './group/coordinator.ts'
import { groupFaultOf } from './group/group-fault.ts'
import { pauseFor } from './group/pause-for.ts'
import { Pauses } from './group/pauses.ts'
import { type GroupProtocol, rebalanceMs } from './group/protocol.ts'
import { Session } from './group/session.ts'
import { Wire } from './wire.ts'

const leaveMs = 1_000
const pauseMs = { first: 250, max: 2_000 }

type Settings = GroupSettings & { readonly metadataMs?: number }

/**
 * A member of a group on the protocol. The client's own consumer joins again as soon as a heartbeat says that the group
 * rebalances, with records in hand, and repeats a commit that was refused in the generation after.
 */
export class PlatformaticGroup implements GroupClient {
  readonly #wire: Wire
  readonly #group: GroupSettings & { readonly metadataMs: number }
  readonly #events: GroupEvents
  readonly #coordinator: Coordinator
  readonly #protocol: GroupProtocol
  readonly #pauses = new Pauses(() => this.#session?.wake())
  readonly #stop = new AbortController()
  #session: Session | undefined
  #running: Promise<void> | undefined
  #failures = 0

  constructor(settings: ClientSettings, group: Settings, events: GroupEvents) {
    const { requestTimeoutMs, groupProtocol } = settings
    this.#wire = new Wire(settings)
    this.#group = { metadataMs: 300_000, ...group }
    this.#events = events
    this.#coordinator = new Coordinator(this.#wire, group.groupId, {
      ...settings,
      requestMs: Math.min(requestTimeoutMs, group.sessionMs),
      joinMs: rebalanceMs + requestTimeoutMs,
    })
    const needs = { wire: this.#wire, coordinator: this.#coordinator, stop: this.#stop.signal }
    const Protocol = groupProtocol === 'consumer' ? ConsumerProtocol : ClassicProtocol
    this.#protocol = new Protocol({ ...needs, group })
  }

  async connect(): Promise<void> {
    const { refused } = await askLocations(this.#wire, this.#group.topics)
    if (refused) throw new ProtocolError(refused.errorCode)
  }

  async run(onBatch: OnBatch): Promise<void> {
    this.#running = this.#goOn(onBatch)
  }

  pause(): void {
    this.#pauses.pauseAll()
  }

  async disconnect(): Promise<void> {
    this.#stop.abort()
    this.#coordinator.cutJoining()
    await this.#running
    await this.#leave()
    await Promise.all([this.#wire.close(), this.#coordinator.close()])
    this.cut()
  }

  cut(): void {
    this.#stop.abort()
    this.#wire.cut()
    this.#coordinator.cut()
  }

  async #goOn(onBatch: OnBatch): Promise<void> {
    while (!this.#stop.signal.aborted)
      try {
        await this.#beMember(onBatch)
      } catch (error) {
        this.#events.onStopped()
        const restarts = !this.#stop.signal.aborted && groupFaultOf(error) !== 'final'
        if (!restarts) await endWithin(leaveMs, this.#leave())
        this.#events.onCrashed(error as Error, restarts)
        if (!restarts) return
        await pauseFor(
          Math.min(pauseMs.first * 2 ** this.#failures++, pauseMs.max),
          this.#stop.signal,
        )
      }
  }

  async #beMember(onBatch: OnBatch): Promise<void> {
    const protocol = this.#protocol
    const membership = await protocol.join()
    this.#events.onJoined(membership.assignment)
    this.#session = new Session({
      wire: this.#wire,
      coordinator: this.#coordinator,
      protocol,
      membership,
      onBatch,
      group: this.#group,
      pauses: this.#pauses,
      stop: this.#stop.signal,
      events: { ...this.#events, onFetched: () => this.#fetched() },
    })
    const error = await this.#session.run()
    if (this.#stop.signal.aborted) return
    protocol.note(error)
    if (groupFaultOf(error) !== 'rejoin') throw error
  }

  #fetched(): void {
    this.#failures = 0
    this.#events.onFetched()
  }

  /** Who cannot say so is out of the group when its session is over. */
  async #leave(): Promise<void> {
    await this.#protocol.leave().catch(() => {})
  }
}
