import { HttpError } from '../problem/http-error.ts'

// A constant, so that shedding load costs nothing.
const streamsFull = new HttpError(
  'event-streams-full',
  'unavailable',
  'too many event streams at the moment',
  { retryAfterSeconds: 5 },
)

/** How many event streams a server has: they last long, so they must not take the room of short requests. */
export class StreamSlots {
  readonly #most: number
  #taken = 0

  constructor(most: number) {
    this.#most = most
  }

  get taken(): number {
    return this.#taken
  }

  /** errors: event-streams-full (503) */
  take(): void {
    if (this.#taken >= this.#most) throw streamsFull
    this.#taken += 1
  }

  release(): void {
    this.#taken -= 1
  }
}
