import type { Span } from './span.ts'

/** Which traces link to which; kept up to date span by span, so that nobody has to search all of them. */
export class LinkIndex {
  /** The trace that is linked to, the traces that do, and by how many spans' links. */
  readonly #followers = new Map<string, Map<string, number>>()

  add(span: Span): void {
    this.#count(span, 1)
  }

  remove(span: Span): void {
    this.#count(span, -1)
  }

  /** A trace, the traces that link to it, those that link to these, and so on. */
  family(traceId: string): ReadonlySet<string> {
    const found = new Set([traceId])
    // A set takes members while it is walked: followers of followers are met in turn.
    for (const leader of found)
      for (const follower of this.#followers.get(leader)?.keys() ?? []) found.add(follower)
    return found
  }

  clear(): void {
    this.#followers.clear()
  }

  #count({ traceId, links }: Span, change: number): void {
    for (const { traceId: leader } of links) {
      const counts = this.#followers.get(leader) ?? new Map<string, number>()
      const count = (counts.get(traceId) ?? 0) + change
      if (count > 0) counts.set(traceId, count)
      else counts.delete(traceId)
      if (counts.size > 0) this.#followers.set(leader, counts)
      else this.#followers.delete(leader)
    }
  }
}
