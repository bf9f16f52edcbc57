import type { IncomingRecord } from '@tailspan/kafka'
import { eventually } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import type { DeferredMail } from '../domain/deferred-mails.ts'
import { MailUnavailable } from '../domain/mail-errors.ts'
import { MailLeases } from './mail-leases.ts'
import { RetryLoop } from './retry-loop.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const source: IncomingRecord = {
  ...{ topic: 'orders', partition: 2, offset: '4711', timestamp: '1795251600000' },
  ...{ key: null, value: null, headers: {} },
}
const claimed = (leaseId: string): DeferredMail<IncomingRecord> => ({
  ...{ messageId: '<a@x>', leaseId, source, tries: 1, isLast: false, isExpired: false },
})

test('W4 a mail whose lease ended while the database took no note is not sent again, but noted under the new lease', async () => {
  const claims = [[claimed('first')], [claimed('second')]]
  const postponed: string[] = []
  let sent = 0
  const error = new MailUnavailable('closed', { reached: 'message' })
  const loop = new RetryLoop({
    mails: {
      defer: async () => {},
      claim: async () => claims.shift() ?? [],
      renew: async () => {},
      remove: async () => {},
      async postpone({ leaseId }) {
        postponed.push(leaseId)
        // Until the second claim: the server may only read.
        if (claims.length > 0) throw new Error('25006')
      },
      nextDueMs: async () => undefined,
      count: async () => ({ mails: 0, oldestAgeMs: 0 }),
    },
    async redeliver() {
      sent += 1
      return { next: 'retry', counts: false, error }
    },
    redeliverLast: () => Promise.reject(new Error('not expired')),
    leases: new MailLeases({ renew: async () => {}, log }),
    log,
  })

  void loop.run()
  await eventually(() => claims.length === 0 && postponed.length >= 2)
  await loop.finish(new AbortController().signal)

  expect(sent).toBe(1)
  expect(postponed.at(-1)).toBe('second')
})
