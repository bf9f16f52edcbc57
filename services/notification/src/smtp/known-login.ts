import { MailUnavailable } from '../domain/mail-errors.ts'

// How late a server that has vanished may be noticed while nothing is mailed.
const goodMs = 15_000
const firstWaitMs = 30_000
const longestWaitMs = 15 * 60_000

type Needs = {
  /** Returns the error of a login that was not taken, and rejects where none was sent. */
  readonly logIn: () => Promise<Error | undefined>
  readonly now?: () => number
}

type Refusal = { readonly error: Error; readonly waitMs: number; readonly untilMs: number }

/**
 * Remembers how the last login ended: a probe that logs in each time keeps alive what locks the account out.
 *
 * repeats: a good login is good for 15 s; a refused one is refused for 30 s, twice as long each further time, at most
 *          15 minutes, or until a mail is taken
 */
export class KnownLogin {
  readonly #logIn: Needs['logIn']
  readonly #now: () => number
  #goodUntilMs = Number.NEGATIVE_INFINITY
  #refusal: Refusal | undefined

  constructor({ logIn, now = () => performance.now() }: Needs) {
    this.#logIn = logIn
    this.#now = now
  }

  async check(): Promise<void> {
    if (this.#isGood()) return
    if (this.#refusal && this.#now() < this.#refusal.untilMs) throw this.#refusal.error
    const error = await this.#logIn()
    if (!error) return this.#accept()
    // A mail that was taken meanwhile counts for more.
    if (!this.#isGood()) throw this.#refuse(error)
  }

  /** A mail tells, too, whether the server takes our login. */
  async watch(send: () => Promise<void>): Promise<void> {
    try {
      await send()
      this.#accept()
    } catch (error) {
      if (error instanceof MailUnavailable) this.#goodUntilMs = Number.NEGATIVE_INFINITY
      throw error
    }
  }

  #isGood(): boolean {
    return this.#now() < this.#goodUntilMs
  }

  #accept(): void {
    this.#goodUntilMs = this.#now() + goodMs
    this.#refusal = undefined
  }

  #refuse(error: Error): Error {
    const waitMs = this.#refusal ? Math.min(this.#refusal.waitMs * 2, longestWaitMs) : firstWaitMs
    this.#refusal = { error, waitMs, untilMs: this.#now() + waitMs }
    return error
  }
}
