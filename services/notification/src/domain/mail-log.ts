import type { Scope } from '@tailspan/scope'
import type { Mail } from './mail.ts'

/**
 * What is known of a mail.
 *
 * shape: `deferred` is this mail, `behind` another mail of the same order, which is deferred and goes first
 */
export type MailState = 'new' | 'sent' | 'deferred' | 'behind'

export interface MailLog {
  stateOf(mail: Mail, scope: Scope): Promise<MailState>
  /** Repeats are harmless: the first entry stays. */
  markSent(mail: Mail, sentAt: Date, scope: Scope): Promise<void>
}
