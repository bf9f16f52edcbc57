import type { Scope } from '@tailspan/scope'
import type { Deferral, DeferredMails } from './deferred-mails.ts'
import type { Mail } from './mail.ts'
import { MailDeferred, MailUnavailable } from './mail-errors.ts'
import type { MailLog } from './mail-log.ts'
import { MailsInDoubt } from './mails-in-doubt.ts'
import type { SendOnce } from './mails-in-hand.ts'

type Needs<Source> = {
  readonly mailLog: MailLog
  readonly sendOnce: SendOnce
  readonly deferrals: Pick<DeferredMails<Source>, 'defer'>
  /** The server may have this mail, and its deferral is not stored yet; it is repeated. */
  onNotDeferred(error: unknown): void
}

type Delivery<Source> = { readonly source: Source; readonly scope: Scope }

export type DeliverMail<Source> = (mail: Mail, delivery: Delivery<Source>) => Promise<void>

// About five seconds with the pauses of the consumer.
const maxInPlace = 5

/**
 * Makes the first delivery of a mail: sends it, or defers it and lets the mails behind it go on.
 *
 * shape:  deferred at once when the server refuses this mail for now, or was lost after the final dot, when it may
 *         have the mail: copies must be far apart, so the deferral alone is repeated; after a few tries when it
 *         breaks off at the envelope, which may be because of this address alone; never when no session came
 *         about, which stops every mail alike. The mails of one order keep their order: one that is deferred has the others behind it
 * errors: mail-refused, mail-unavailable
 */
export function createDeliverMail<Source>({
  mailLog,
  sendOnce,
  deferrals,
  onNotDeferred,
}: Needs<Source>): DeliverMail<Source> {
  const tries = new Map<string, number>()
  const inDoubt = new MailsInDoubt<Source>({ deferrals, onNotDeferred })

  function countTry(messageId: string): number {
    const count = (tries.get(messageId) ?? 0) + 1
    tries.delete(messageId)
    if (count < maxInPlace) tries.set(messageId, count)
    return count
  }

  function isDeferrable(error: unknown, { messageId }: Mail): error is Deferrable {
    if (error instanceof MailDeferred) return true
    if (!(error instanceof MailUnavailable) || error.reached === 'session') return false
    return isInDoubt(error) || countTry(messageId) >= maxInPlace
  }

  async function send(mail: Mail, scope: Scope): Promise<void> {
    const error = inDoubt.errorOf(mail)
    if (error) throw error
    await sendOnce(mail, scope)
  }

  async function deferAfter(error: unknown, deferral: Deferral<Source>, scope: Scope) {
    if (!isDeferrable(error, deferral.mail)) throw error
    if (isInDoubt(error)) await inDoubt.defer({ ...deferral, error }, scope)
    else await deferrals.defer({ ...deferral, error }, scope)
  }

  async function deliver(mail: Mail, { source, scope }: Delivery<Source>): Promise<void> {
    const state = await mailLog.stateOf(mail, scope)
    if (state === 'sent' || state === 'deferred') return inDoubt.forget(mail)
    if (state === 'behind') return deferrals.defer({ mail, source }, scope)
    await send(mail, scope).catch((error) => deferAfter(error, { mail, source }, scope))
  }

  return async function deliverMail(mail, delivery) {
    await deliver(mail, delivery)
    tries.delete(mail.messageId)
  }
}

function isInDoubt(error: Deferrable): error is MailUnavailable {
  return error instanceof MailUnavailable && error.reached === 'message'
}

type Deferrable = MailDeferred | MailUnavailable
