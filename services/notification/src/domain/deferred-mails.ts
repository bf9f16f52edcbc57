import type { Scope } from '@tailspan/scope'
import type { Mail } from './mail.ts'
import type { MailDeferred, MailUnavailable } from './mail-errors.ts'

/** A mail to be deferred: what refused it, nothing when it only waits behind another one of its order. */
export type Deferral<Source> = {
  readonly mail: Mail
  /** What it was made of: the record. */
  readonly source: Source
  readonly error?: MailDeferred | MailUnavailable
}

/** A deferred mail that this instance has in hand, as long as it renews the lease. */
export type DeferredMail<Source> = {
  readonly messageId: string
  readonly leaseId: string
  readonly source: Source
  /** How often it was tried so far. */
  readonly tries: number
  /**
   * Its time is over, and where a policy refused it the server has taken others since it was tried last: a further
   * refusal makes it a dead letter.
   */
  readonly isLast: boolean
  /** It waits for very long, and the server has taken others since it was tried last: it is this mail. */
  readonly isExpired: boolean
}

/**
 * Why a deferred mail waits further.
 *
 * shape: `isTry` when the server was asked about this mail, which lengthens the pauses; `isOwn` when it was this
 *        mail that it refused, which uses up its time; `isPolicy` when it may refuse all others, too; `pauseMs`
 *        instead of the growing pause
 */
export type Postponement = {
  readonly reason: string
  readonly isTry: boolean
  readonly isOwn: boolean
  readonly isPolicy: boolean
  readonly pauseMs?: number
}

/** Where deferred mails are kept. */
export interface DeferredMails<Source> {
  /** Repeats are harmless: a mail that is deferred stays as it is. */
  defer(deferral: Deferral<Source>, scope: Scope): Promise<void>
  /** Those that are due, the first of each order; no other instance gets them while the lease lasts. */
  claim(limit: number): Promise<DeferredMail<Source>[]>
  renew(leaseIds: readonly string[]): Promise<void>
  /** It is sent, or a dead letter. */
  remove(mail: DeferredMail<Source>): Promise<void>
  postpone(mail: DeferredMail<Source>, why: Postponement): Promise<void>
  /** Until the next one can be claimed, but for what others do meanwhile; nothing when there is none. */
  nextDueMs(): Promise<number | undefined>
  count(): Promise<{ readonly mails: number; readonly oldestAgeMs: number }>
}
