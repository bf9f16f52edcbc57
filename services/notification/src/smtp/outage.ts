import { MailUnavailable } from '../domain/mail-errors.ts'

// Longer than the longest pause of a consumer between two attempts.
const lastingMs = 30_000

/** Remembers an outage of the mail server until it accepts or refuses a mail, or for 30 s without an attempt. */
export class Outage {
  #last: { readonly error: MailUnavailable; readonly atMs: number } | undefined

  async watch(send: () => Promise<void>): Promise<void> {
    try {
      await send()
      this.#last = undefined
    } catch (error) {
      const isOutage = error instanceof MailUnavailable
      this.#last = isOutage ? { error, atMs: performance.now() } : undefined
      throw error
    }
  }

  throwIfLasting(): void {
    if (this.#last && performance.now() - this.#last.atMs < lastingMs) throw this.#last.error
  }
}
