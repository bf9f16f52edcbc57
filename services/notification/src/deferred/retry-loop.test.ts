import type { IncomingRecord, Outcome } from '@tailspan/kafka'
import { eventually } from '@tailspan/testkit'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { DeferredMail } from '../domain/deferred-mails.ts'
import { MailUnavailable } from '../domain/mail-errors.ts'
import { MailLeases } from './mail-leases.ts'
import { RetryLoop } from './retry-loop.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const source: IncomingRecord = {
  topic: 'orders',
  partition: 2,
  offset: '4711',
  timestamp: '1795251600000',
  key: null,
  value: null,
  headers: {},
}
const claimed = (leaseId: string): DeferredMail<IncomingRecord> => ({
  messageId: '<a@x>',
  leaseId,
  source,
  tries: 1,
  isLast: false,
  isExpired: false,
})

type Needs = ConstructorParameters<typeof RetryLoop>[0]

function createLoop(needs: Pick<Needs, 'redeliver'> & { mails: Partial<Needs['mails']> }) {
  return new RetryLoop({
    redeliver: needs.redeliver,
    redeliverLast: () => Promise.reject(new Error('not expired')),
    mails: {
      defer: async () => {},
      claim: async () => [],
      renew: async () => {},
      remove: async () => {},
      postpone: async () => {},
      nextDueMs: async () => undefined,
      count: async () => ({ mails: 0, oldestAgeMs: 0 }),
      ...needs.mails,
    },
    leases: new MailLeases({ renew: async () => {}, log }),
    log,
  })
}

test('W4 a mail whose lease ended while the database took no note is not sent again, but noted under the new lease', async () => {
  const claims = [[claimed('first')], [claimed('second')]]
  const postponed: string[] = []
  let sent = 0
  const error = new MailUnavailable('closed', { reached: 'message' })
  const loop = createLoop({
    mails: {
      claim: async () => claims.shift() ?? [],
      async postpone({ leaseId }) {
        postponed.push(leaseId)
        // Until the second claim: the server may only read.
        if (claims.length > 0) throw new Error('25006')
      },
    },
    async redeliver() {
      sent += 1
      return { next: 'retry', counts: false, error }
    },
  })

  void loop.run()
  await eventually(() => claims.length === 0 && postponed.length >= 2)
  await loop.finish(new AbortController().signal)

  expect(sent).toBe(1)
  expect(postponed.at(-1)).toBe('second')
})

test('W3 a mail is looked for as soon as the one before it is settled here, and now and then when others settle it', async () => {
  // Time itself is the subject here, so it is the test that moves it.
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const hourMs = 3_600_000
  const claims = [[claimed('first')]]
  const sending = Promise.withResolvers<Outcome>()
  let looks = 0
  const loop = createLoop({
    mails: {
      async claim() {
        looks += 1
        return claims.shift() ?? []
      },
      nextDueMs: async () => hourMs,
    },
    redeliver: () => sending.promise,
  })

  void loop.run()
  await vi.advanceTimersByTimeAsync(100)
  const inHand = looks
  sending.resolve({ next: 'done' })
  await vi.advanceTimersByTimeAsync(0)
  const settled = looks
  await vi.advanceTimersByTimeAsync(60_000)
  await loop.finish(new AbortController().signal)

  expect(inHand).toBe(2)
  expect(settled).toBe(3)
  expect(looks).toBe(3 + 12)
})
