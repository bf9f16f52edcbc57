import { inRoot } from '@tailspan/scope'
import { endWithin } from './end-within.ts'
import type { Kafka } from './kafka.ts'
import { type Cluster, openCluster } from './kafkajs/cluster.ts'

type Line = ReturnType<typeof openCluster>

const disconnectMs = 200

/** A connection to ask the brokers something, opened by the first question and anew after a failure. */
export class AdminLine {
  readonly #kafka: Kafka
  #line: Line | undefined

  constructor(kafka: Kafka) {
    this.#kafka = kafka
  }

  async ask<T>(question: (cluster: Cluster) => Promise<T>): Promise<T> {
    this.#line ??= inRoot(() => openCluster(this.#kafka))
    const { cluster } = this.#line
    try {
      await cluster.connect()
      return await question(cluster)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  /** Cuts it: what waits for an answer is rejected. */
  cut(): void {
    this.#line?.sockets.destroy()
  }

  async close(): Promise<void> {
    const old = this.#line
    this.#line = undefined
    if (!old) return
    await endWithin(disconnectMs, old.cluster.disconnect())
    old.sockets.destroy()
  }
}
