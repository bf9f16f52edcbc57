import { inRoot } from '@tailspan/scope'
import { endWithin } from './end-within.ts'
import type { Kafka } from './kafka.ts'
import type { AdminConnections } from './port/admin-connections.ts'

const disconnectMs = 200

/** A connection to ask the brokers something, opened by the first question and anew after a failure. */
export class AdminLine {
  readonly #kafka: Kafka
  #line: AdminConnections | undefined

  constructor(kafka: Kafka) {
    this.#kafka = kafka
  }

  async ask<T>(question: (brokers: AdminConnections) => Promise<T>): Promise<T> {
    this.#line ??= inRoot(() => this.#kafka.client.openAdmin(this.#kafka))
    const line = this.#line
    try {
      await line.connect()
      return await question(line)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  /** Cuts it: what waits for an answer is rejected. */
  cut(): void {
    this.#line?.cut()
  }

  async close(): Promise<void> {
    const old = this.#line
    this.#line = undefined
    if (!old) return
    await endWithin(disconnectMs, old.disconnect())
    old.cut()
  }
}
