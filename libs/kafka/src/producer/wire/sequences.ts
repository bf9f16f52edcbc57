const end = 2 ** 31

/**
 * The sequence number of the next record in each partition, for one producer id.
 *
 * shape: it moves on when a batch is acknowledged and not before: there is only one unsettled batch for a partition,
 *        and one that was refused has used up nothing
 */
export class Sequences {
  readonly #next = new Map<string, number>()

  next(topic: string, partition: number): number {
    return this.#next.get(`${topic}/${partition}`) ?? 0
  }

  /** After the largest int32 comes 0. */
  moveOn(topic: string, partition: number, count: number): void {
    this.#next.set(`${topic}/${partition}`, (this.next(topic, partition) + count) % end)
  }
}
