import type { FetchedBatch } from '../client/port/fetched-batch.ts'
import { type BatchNeeds, BatchRun } from './batch-run.ts'
import { type Backoff, PartitionMemory } from './partition-memory.ts'

/** Takes fetched batches to their end, and can be told to stop between two records. */
export class BatchWork {
  readonly #needs: BatchNeeds & Backoff
  readonly #memories = new Map<string, PartitionMemory>()
  readonly #resumeTimers = new Set<NodeJS.Timeout>()
  readonly #runs = new Set<BatchRun>()
  readonly #cutShort = new AbortController()
  #isStopping = false

  constructor(needs: BatchNeeds & Backoff) {
    this.#needs = needs
  }

  /** The records in hand are finished, no other is begun. */
  quiesce(): void {
    this.#isStopping = true
    for (const timer of this.#resumeTimers) clearTimeout(timer)
    for (const run of this.#runs) run.end()
  }

  /** Aborts the records in hand: they are redelivered to the owner of the partition. */
  cutShort(reason: unknown): void {
    this.#cutShort.abort(reason)
  }

  readonly eachBatch = async (fetched: FetchedBatch): Promise<void> => {
    // Paused, or the fetch loop would bring the same records again at once.
    if (this.#isStopping) return void fetched.pause()
    const memory = this.#memoryOf(fetched)
    const run = new BatchRun(this.#needs, { fetched, memory, signal: this.#cutShort.signal })
    this.#runs.add(run)
    const pauseMs = await run.run().finally(() => this.#runs.delete(run))
    if (this.#isStopping) fetched.pause()
    else if (pauseMs > 0) this.#pauseFor(pauseMs, fetched)
  }

  #memoryOf({ topic, partition }: { topic: string; partition: number }): PartitionMemory {
    const name = `${topic}/${partition}`
    const memory = this.#memories.get(name) ?? new PartitionMemory(this.#needs)
    this.#memories.set(name, memory)
    return memory
  }

  // The offset stays before the first unfinished record, so the partition continues with it; others go on
  // meanwhile, and the fetch loop sends the heartbeats.
  #pauseFor(pauseMs: number, fetched: FetchedBatch): void {
    const resume = fetched.pause()
    const timer = setTimeout(() => {
      this.#resumeTimers.delete(timer)
      resume()
    }, pauseMs)
    this.#resumeTimers.add(timer)
  }
}
