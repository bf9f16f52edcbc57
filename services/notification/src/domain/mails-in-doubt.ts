import { repeatUntilDone, type Scope } from '@tailspan/scope'
import type { Deferral, DeferredMails } from './deferred-mails.ts'
import type { Mail } from './mail.ts'
import type { MailUnavailable } from './mail-errors.ts'

type Needs<Source> = {
  readonly deferrals: Pick<DeferredMails<Source>, 'defer'>
  onNotDeferred(error: unknown): void
}

type InDoubt<Source> = Deferral<Source> & { readonly error: MailUnavailable }

/**
 * The mails that the server may have without having said so, until they are deferred.
 *
 * shape:   the deferral alone is repeated: without it each further delivery of the record would be one more copy
 * repeats: one copy more where another process has the partition meanwhile
 */
export class MailsInDoubt<Source> {
  readonly #needs: Needs<Source>
  readonly #errors = new Map<string, MailUnavailable>()

  constructor(needs: Needs<Source>) {
    this.#needs = needs
  }

  /** What happened to a mail that must not be sent again before it is deferred: its partition was lost, and is back. */
  errorOf({ messageId }: Mail): MailUnavailable | undefined {
    return this.#errors.get(messageId)
  }

  /** errors: the scope's reason, when that comes first */
  async defer(deferral: InDoubt<Source>, scope: Scope): Promise<void> {
    const { deferrals, onNotDeferred } = this.#needs
    const { mail, error } = deferral
    this.#errors.set(mail.messageId, error)
    const repeat = { signal: scope.signal, onFailure: onNotDeferred }
    await repeatUntilDone(() => deferrals.defer(deferral, scope), repeat)
    this.forget(mail)
  }

  /** It is deferred or sent, by another process too. */
  forget({ messageId }: Mail): void {
    this.#errors.delete(messageId)
  }
}
