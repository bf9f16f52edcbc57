import type { IncomingRecord, Outcome, Redeliver } from '@tailspan/kafka'
import { repeatUntilDone } from '@tailspan/scope'
import type { Log } from '@tailspan/telemetry'
import type { DeferredMail, DeferredMails, Postponement } from '../domain/deferred-mails.ts'
import { isOfAPolicy, MailUnavailable } from '../domain/mail-errors.ts'
import type { MailLeases } from './mail-leases.ts'
import { Pause } from './pause.ts'

type Deferred = DeferredMail<IncomingRecord>
type InHand = Deferred & { leaseId: string; end?: Promise<void> }

export type RetryNeeds = {
  readonly mails: DeferredMails<IncomingRecord>
  readonly redeliver: Redeliver
  /** For mails that have expired. */
  readonly redeliverLast: Redeliver
  readonly leases: MailLeases
  readonly log: Log
  readonly maxInHand?: number
}

// Another instance may defer a mail and die: looked for as often as that.
const idleMs = 5_000
const shortestMs = 20
const outageMs = { first: 250, longest: 10_000 }

/** Sends deferred mails again when they are due, a few at a time, as long as this instance lives. */
export class RetryLoop {
  readonly #needs: Required<RetryNeeds>
  readonly #pause = new Pause()
  readonly #inHand = new Map<string, InHand>()
  readonly #cut = new AbortController()
  #outageMs = 0
  #isStopping = false
  #running: Promise<void> | undefined

  constructor(needs: RetryNeeds) {
    this.#needs = { maxInHand: 4, ...needs }
  }

  run(): Promise<void> {
    this.#running ??= this.#run()
    return this.#running
  }

  /** A mail was deferred: it may be due before the end of the pause. */
  readonly wake = (): void => this.#pause.end()

  /** Claims no more. */
  quiesce(): void {
    this.#isStopping = true
    this.wake()
  }

  /** Waits for the mails in hand; an aborted signal cuts short what has not left. */
  async finish(signal: AbortSignal): Promise<void> {
    this.quiesce()
    const cut = () => this.#cut.abort(signal.reason)
    if (signal.aborted) cut()
    signal.addEventListener('abort', cut, { once: true })
    const ends = [...this.#inHand.values()].map(({ end }) => end)
    await Promise.allSettled([this.#running, ...ends])
    signal.removeEventListener('abort', cut)
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const pauseMs = await this.#round().catch((err) => {
        this.#needs.log.warn('mail.deferred-not-claimed', { err })
        return idleMs
      })
      await this.#pause.within(pauseMs)
    }
  }

  async #round(): Promise<number> {
    const { mails, maxInHand } = this.#needs
    const limit = maxInHand - this.#inHand.size
    if (limit <= 0) return idleMs
    const claimed = await mails.claim(this.#outageMs > 0 ? 1 : limit)
    for (const mail of claimed) this.#take(mail)
    if (this.#outageMs > 0) return this.#outageMs
    if (claimed.length > 0) return shortestMs
    const nextMs = (await mails.nextDueMs()) ?? idleMs
    return Math.min(Math.max(nextMs, shortestMs), idleMs)
  }

  #take(claimed: Deferred): void {
    const { messageId, leaseId } = claimed
    const known = this.#inHand.get(messageId)
    // The database took nothing until its lease had ended: what became of it is noted under the new one.
    if (known) return void Object.assign(known, { leaseId })
    const mail: InHand = { ...claimed }
    this.#inHand.set(messageId, mail)
    mail.end = this.#needs.leases
      .during(mail, () => this.#retry(mail))
      .catch(() => {})
      .finally(() => {
        this.#inHand.delete(messageId)
        // One by one while the server is away, and what is behind it when it is not.
        if (this.#outageMs === 0) this.wake()
      })
  }

  async #retry(mail: Deferred): Promise<void> {
    const { redeliver, redeliverLast, log } = this.#needs
    const { signal } = this.#cut
    const attempt = mail.tries + 1
    const deliver = mail.isExpired ? redeliverLast : redeliver
    const outcome = await deliver(mail.source, { attempt, isLast: mail.isLast, signal })
    const isOutage = outcome.next === 'retry' && !isTryOf(outcome)
    this.#outageMs = isOutage ? longer(this.#outageMs) : 0
    // Else the lease ends by itself.
    if (signal.aborted) return this.#settle(mail, outcome)
    // The mail is sent, or a dead letter: only this step is repeated.
    await repeatUntilDone(() => this.#settle(mail, outcome), {
      signal,
      onFailure: (err) => log.warn('mail.deferred-not-settled', { err }),
    })
  }

  async #settle(mail: Deferred, outcome: Outcome): Promise<void> {
    const { mails, log } = this.#needs
    if (outcome.next === 'done') return mails.remove(mail)
    const { error, counts } = outcome
    const isTry = isTryOf(outcome)
    const isPolicy = isOfAPolicy(error)
    const why: Postponement = { reason: error.message, isTry, isOwn: counts, isPolicy }
    log.info('mail.still-deferred', {
      tries: mail.tries + (isTry ? 1 : 0),
      isOwn: counts,
      err: error,
    })
    await mails.postpone(mail, isTry ? why : { ...why, pauseMs: this.#outageMs })
  }
}

// The server was asked about this mail; else it, the database or the broker is away.
function isTryOf({ counts, error }: Outcome & { next: 'retry' }): boolean {
  return counts || (error instanceof MailUnavailable && error.reached !== 'session')
}

function longer(ms: number): number {
  return Math.min(Math.max(ms * 2, outageMs.first), outageMs.longest)
}
