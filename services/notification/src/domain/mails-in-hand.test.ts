import { createScope } from '@tailspan/scope'
import { eventually } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { givenMail } from '../../test/given-mail.ts'
import { MailsInHand } from './mails-in-hand.ts'

const mail = givenMail()

/** A server that answers the final dot when it is told to, and a log that fails as often as it is told to. */
function givenMails({ notes = () => Promise.resolve() } = {}) {
  const answer = Promise.withResolvers<void>()
  const counts = { sent: 0, noted: 0, failed: 0 }
  const mails = new MailsInHand({
    sendMail: () => {
      counts.sent += 1
      return answer.promise
    },
    mailLog: {
      stateOf: async () => 'new',
      async markSent() {
        await notes()
        counts.noted += 1
      },
    },
    now: () => new Date(),
    onNotNoted: () => {
      counts.failed += 1
    },
  })
  return { mails, answer, counts }
}

function givenCaller() {
  const caller = new AbortController()
  return {
    scope: createScope({ signal: caller.signal }),
    leave: () => caller.abort(new Error('lost')),
  }
}

test('W4 a partition that is lost and comes back joins the mail that still waits for its answer', async () => {
  const { mails, answer, counts } = givenMails()
  const [first, second] = [givenCaller(), givenCaller()]
  const lost = mails.sendOnce(mail, first.scope)
  first.leave()
  await expect(lost).rejects.toThrow('lost')

  const joined = mails.sendOnce(mail, second.scope)
  answer.resolve()

  await joined
  expect(counts).toEqual({ sent: 1, noted: 1, failed: 0 })
})

test('W6 a mail whose caller has left is noted all the same', async () => {
  const { mails, answer, counts } = givenMails()
  const caller = givenCaller()
  const lost = mails.sendOnce(mail, caller.scope)
  caller.leave()
  await expect(lost).rejects.toThrow('lost')

  answer.resolve()

  await eventually(() => counts.noted === 1)
})

test('W6 the note alone is repeated, whatever it fails with', async () => {
  let left = 3
  const notes = async () => {
    if (left-- > 0) throw new TypeError('a bug')
  }
  const { mails, answer, counts } = givenMails({ notes })

  answer.resolve()
  await mails.sendOnce(mail, givenCaller().scope)

  expect(counts).toEqual({ sent: 1, noted: 1, failed: 3 })
})

test('W6 a stop waits for the note, and abandons it when its time is over', async () => {
  const { mails, answer, counts } = givenMails({ notes: () => Promise.reject(new Error('away')) })
  answer.resolve()
  const sending = mails.sendOnce(mail, givenCaller().scope).catch((error) => error.message)
  await eventually(() => counts.failed > 0)
  const stop = new AbortController()

  const finished = mails.finish(stop.signal)
  stop.abort(new Error('stopped'))

  await finished
  expect(await sending).toBe('stopped')
  expect(counts.sent).toBe(1)
})
