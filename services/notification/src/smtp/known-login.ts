import { MailUnavailable } from '../domain/mail-errors.ts'
import { isRefusedLogin } from './to-mail-error.ts'

// How late a server that has vanished may be noticed while nothing is mailed.
const goodMs = 15_000
const firstWaitMs = 30_000
const longestWaitMs = 15 * 60_000

type Needs = {
  /** Returns the error of a login that was not taken, and rejects where none was sent. */
  readonly logIn: () => Promise<Error | undefined>
  readonly now?: () => number
}

type Refusal = {
  readonly error: Error
  readonly waitMs: number
  untilMs: number
  stopsMails: boolean
}

/**
 * Remembers how the last login ended: to log in again and again keeps alive what locks the account out.
 *
 * shape:   a refused login of a mail holds back all mails; that of a probe holds back none, their sessions may stand
 * repeats: a good login is good for 15 s; after a refused one the next is tried by one mail or probe alone, after 30 s,
 *          then after twice as long each time, at most 15 minutes; a mail that is taken ends the wait
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

  /** errors: that of the last login, where it was refused */
  async check(): Promise<void> {
    if (this.#isGood()) return
    const turn = this.#takeTurn()
    try {
      const error = await this.#logIn()
      if (!error) return this.#accept()
      // A mail that was taken meanwhile counts for more.
      if (this.#isGood()) return
      this.#refuse(error, { turn, stopsMails: turn?.stopsMails ?? false })
      throw error
    } finally {
      this.#giveBack(turn)
    }
  }

  /**
   * Sends a mail, which tells, too, whether the server takes our login.
   *
   * errors: those of `send`; that of the last login, where it still holds back all mails
   */
  async watch(send: () => Promise<void>): Promise<void> {
    const turn = this.#refusal?.stopsMails ? this.#takeTurn() : undefined
    try {
      await send()
      this.#accept()
    } catch (error) {
      // Others may be taken on sessions that stand.
      if (isRefusedLogin(error) && !this.#isGood()) this.#refuse(error, { turn, stopsMails: true })
      if (error instanceof MailUnavailable) this.#goodUntilMs = Number.NEGATIVE_INFINITY
      throw error
    } finally {
      this.#giveBack(turn)
    }
  }

  #isGood(): boolean {
    return this.#now() < this.#goodUntilMs
  }

  #accept(): void {
    this.#goodUntilMs = this.#now() + goodMs
    this.#refusal = undefined
  }

  #takeTurn(): Refusal | undefined {
    const refusal = this.#refusal
    if (!refusal) return undefined
    if (this.#now() < refusal.untilMs) throw refusal.error
    refusal.untilMs = Number.POSITIVE_INFINITY
    return refusal
  }

  /** Where no login came about the next mail or probe tries it. */
  #giveBack(turn: Refusal | undefined): void {
    if (turn) turn.untilMs = this.#now()
  }

  #refuse(error: Error, { turn, stopsMails }: { turn: Refusal | undefined; stopsMails: boolean }) {
    const last = this.#refusal
    // Several at once are one refusal.
    if (last && last !== turn) last.stopsMails ||= stopsMails
    else {
      const waitMs = last ? Math.min(last.waitMs * 2, longestWaitMs) : firstWaitMs
      this.#refusal = { error, waitMs, stopsMails, untilMs: this.#now() + waitMs }
    }
  }
}
