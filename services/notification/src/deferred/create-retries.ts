import type { IncomingRecord } from '@tailspan/kafka'
import type { Actor } from '@tailspan/lifecycle'
import { inRoot, untilAborted } from '@tailspan/scope'
import type { DeferredMails } from '../domain/deferred-mails.ts'
import { MailLeases } from './mail-leases.ts'
import { observeDeferred } from './observe-deferred.ts'
import { RetryLoop, type RetryNeeds } from './retry-loop.ts'

type Options = Omit<RetryNeeds, 'leases'> & { readonly leaseMs: number }

export type Retries = {
  readonly actor: Actor
  /** The same mails; one that is deferred by this instance is noticed at once. */
  readonly mails: Pick<DeferredMails<IncomingRecord>, 'defer'>
}

/** Sends deferred mails again; list it after what they need: the database, the producer, the mail server. */
export function createRetries({ leaseMs, ...needs }: Options): Retries {
  const { mails, log } = needs
  const leases = new MailLeases({ renew: mails.renew, log })
  const loop = new RetryLoop({ ...needs, leases })
  let unobserve = () => {}
  return {
    mails: {
      async defer(deferral, scope) {
        await mails.defer(deferral, scope)
        const { mail, error } = deferral
        log.warn('mail.deferred', { orderId: mail.orderId, occasion: mail.occasion, err: error })
        loop.wake()
      },
    },
    actor: {
      name: 'deferred mails',
      async start() {
        inRoot(() => leases.keepRenewing(leaseMs))
        unobserve = observeDeferred(mails)
      },
      run: (signal) => inRoot(() => Promise.all([loop.run(), untilAborted(signal)])),
      quiesce: () => loop.quiesce(),
      // To give back what has not left.
      reserveMs: 250,
      async stop(signal) {
        unobserve()
        await inRoot(() => loop.finish(signal))
        leases.stopRenewing()
      },
    },
  }
}
