import { TailspanError } from '@tailspan/errors'

/**
 * How far the dialogue had come: `session` until the server took our login, `envelope` until it asked for the
 * message, `message` from then on, where it may have taken the mail without saying so.
 */
export type Reached = 'session' | 'envelope' | 'message'

/** The server will never take this mail: it is dead-lettered at once. */
export class MailRefused extends TailspanError {
  constructor(reason: string, options?: ErrorOptions) {
    super('mail-refused', 'invalid', reason, options)
  }
}

/** The server does not take this mail now, and takes others: it is deferred. */
export class MailDeferred extends TailspanError {
  /** Perhaps it takes no others either: what it names may be our own right to send. */
  readonly isPolicy: boolean

  constructor(
    reason: string,
    { isPolicy = false, ...options }: ErrorOptions & { isPolicy?: boolean } = {},
  ) {
    super('mail-deferred', 'conflict', reason, options)
    this.isPolicy = isPolicy
  }
}

/** Whether what the server named may refuse all others, too. */
export function isOfAPolicy(error: unknown): boolean {
  return error instanceof MailDeferred && error.isPolicy
}

/** The server has not taken this mail for very long, and takes others meanwhile: it is dead-lettered. */
export class MailExpired extends TailspanError {
  // Without its cause: a broken wire among the causes of an error is waited for.
  constructor({ message }: MailDeferred | MailUnavailable) {
    super('mail-expired', 'invalid', `other mails are taken, this one is not: ${message}`)
  }
}

/** The server takes no mail now, or does not answer: every mail waits, none is to blame. */
export class MailUnavailable extends TailspanError {
  readonly reached: Reached

  constructor(reason: string, { reached, ...options }: ErrorOptions & { reached: Reached }) {
    super('mail-unavailable', 'unavailable', reason, options)
    this.reached = reached
  }
}
