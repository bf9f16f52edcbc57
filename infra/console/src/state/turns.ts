import { HttpError } from '@tailspan/http'

/** One piece of work at a time: who asks for one that is under way shares it, and only so many may be under way or wait. */
export class Turns {
  readonly #max: number
  readonly #taken = new Map<string, Promise<unknown>>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(max: number) {
    this.#max = max
  }

  /**
   * Does this work when those before it have ended, well or not.
   *
   * errors: turns-taken, before it is begun; those of the work
   */
  take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const taken = this.#taken.get(name)
    if (taken !== undefined) return taken as Promise<T>
    if (this.#taken.size >= this.#max) return Promise.reject(turnsTaken())
    const turn = this.#last.then(work).finally(() => this.#taken.delete(name))
    this.#last = turn.catch(() => {})
    this.#taken.set(name, turn)
    return turn
  }
}

function turnsTaken(): HttpError {
  const sentence = 'Wait a moment: others are asked for. Then read the page again.'
  return new HttpError('turns-taken', 'conflict', sentence)
}
