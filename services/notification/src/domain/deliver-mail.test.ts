import { createScope } from '@tailspan/scope'
import { eventually } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { givenMail } from '../../test/given-mail.ts'
import { createDeliverMail } from './deliver-mail.ts'
import { MailUnavailable } from './mail-errors.ts'
import type { MailState } from './mail-log.ts'

const mail = givenMail()

const inDoubt = new MailUnavailable('closed', { reached: 'message' })

/** A server that hangs up after each final dot unless it is told otherwise, and a table that defers nothing until it may. */
function givenDelivery() {
  const counts = { sent: 0, deferred: 0, failed: 0 }
  const now: { mayDefer: boolean; state: MailState; fails: Error | undefined } = {
    mayDefer: false,
    state: 'new',
    fails: inDoubt,
  }
  const deliver = createDeliverMail<string>({
    mailLog: { stateOf: async () => now.state, markSent: async () => {} },
    async sendOnce() {
      counts.sent += 1
      if (now.fails) throw now.fails
    },
    deferrals: {
      async defer() {
        if (!now.mayDefer) throw new TypeError('a bug')
        counts.deferred += 1
      },
    },
    onNotDeferred() {
      counts.failed += 1
    },
  })
  const owner = () => {
    const life = new AbortController()
    const delivery = { source: 'record', scope: createScope({ signal: life.signal }) }
    return { work: deliver(mail, delivery), lose: () => life.abort(new Error('lost')) }
  }
  /** The partition of a mail in doubt is lost before its deferral could be stored. */
  const loseInDoubt = async () => {
    const first = owner()
    await eventually(() => counts.failed >= 1)
    first.lose()
    await expect(first.work).rejects.toThrow('lost')
  }
  return { counts, now, owner, loseInDoubt }
}

test('W6 the deferral of a mail in doubt is repeated alone, whatever it fails with', async () => {
  const { counts, now, owner } = givenDelivery()

  const { work } = owner()
  await eventually(() => counts.failed >= 3)
  now.mayDefer = true

  await work
  expect(counts).toMatchObject({ sent: 1, deferred: 1 })
})

test('W4 a mail in doubt whose partition is lost and comes back is deferred, not sent', async () => {
  const { counts, now, owner, loseInDoubt } = givenDelivery()
  await loseInDoubt()

  now.mayDefer = true
  await owner().work

  expect(counts).toMatchObject({ sent: 1, deferred: 1 })
})

test('W3 the tries of a mail that is sent are forgotten', async () => {
  const { counts, now, owner } = givenDelivery()
  now.mayDefer = true
  const broken = new MailUnavailable('closed', { reached: 'envelope' })
  now.fails = broken
  for (const _ of Array(4)) await expect(owner().work).rejects.toBe(broken)
  now.fails = undefined
  await owner().work
  now.fails = broken

  for (const _ of Array(4)) await expect(owner().work).rejects.toBe(broken)
  await owner().work

  expect(counts).toMatchObject({ sent: 10, deferred: 1 })
})

test('W4 a mail in doubt that another process has taken over is no longer remembered', async () => {
  const { counts, now, owner, loseInDoubt } = givenDelivery()
  await loseInDoubt()
  now.mayDefer = true
  now.state = 'sent'
  await owner().work

  // A person replays it.
  now.state = 'new'
  await owner().work

  expect(counts).toMatchObject({ sent: 2, deferred: 1 })
})
