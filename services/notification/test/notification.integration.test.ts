import { eventually, type SmtpAnswer, type SmtpReply } from '@tailspan/testkit'
import { describe, expect, test } from 'vitest'
import { type GivenOrder, givenOrder, openNotification } from './open-notification.ts'

const patient = { timeoutMs: 60_000 }

/** Replies so to the receivers of some orders, and as usual to all others. */
const toReceivers =
  (orders: readonly GivenOrder[], reply: SmtpReply): SmtpAnswer =>
  ({ stage, to }) =>
    stage === 'RCPT' && orders.some(({ email }) => email === to) ? reply : undefined

/** Orders of the same partition as this one cannot be chosen: some of these are. */
const givenOthers = () => Array.from({ length: 9 }, () => givenOrder())

describe('its HTTP surface', () => {
  test('it is ready when PostgreSQL, Kafka, its consumer and the mail server are', async () => {
    await using shop = await openNotification()

    const alive = await shop.ask('/healthz')

    await expect.poll(async () => (await shop.ask('/readyz')).status).toBe(200)
    expect(alive.status).toBe(200)
    await expect
      .poll(async () => (await shop.readiness.check()).checks)
      .toEqual({
        postgres: 'ok',
        kafka: 'ok',
        'kafka rights': 'ok',
        smtp: 'ok',
        consumer: 'ok',
        'consumer group': 'ok',
      })
  })

  test('it has no routes of its own', async () => {
    await using shop = await openNotification()

    const refused = await shop.ask('/mails')

    expect(refused.status).toBe(404)
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
  })
})

describe('what it consumes', () => {
  test('W3 one address that is refused for now is deferred, and holds up no mail', async () => {
    // Its next try is minutes away, however long the others take.
    await using shop = await openNotification({ MAIL_RETRY_FOR: '24h' })
    const [refused, others] = [givenOrder(), givenOthers()]
    shop.smtp.answerWith(toReceivers([refused], '450 4.2.0 greylisted'))

    await shop.place(refused)
    for (const order of others) await shop.place(order)

    await eventually(
      () => others.every(({ email }) => shop.smtp.taken(email).length === 1),
      patient,
    )
    const deferred = await eventually(async () => {
      const found = await shop.deferred(refused)
      return found.length > 0 && found
    }, patient)
    expect(shop.smtp.commands('RCPT', refused.email)).toHaveLength(1)
    expect(deferred).toMatchObject([
      {
        message_id: refused.placedId,
        tries: 1,
        retry_until: expect.any(Date),
        last_error: 'the mail server replied 450 4.2.0 to RCPT TO',
      },
    ])
    await expect
      .poll(async () => (await shop.readiness.check()).checks)
      .toMatchObject({ smtp: 'ok' })
  })

  test('W3 a deferred mail is sent when its address is taken', async () => {
    await using shop = await openNotification({ MAIL_RETRY_FOR: '60s' })
    const order = givenOrder()
    shop.smtp.answerWith(toReceivers([order], '451 4.7.1 greylisted'))
    await shop.place(order)
    await eventually(async () => ((await shop.deferred(order))[0]?.tries ?? 0) >= 2, patient)

    shop.smtp.answerWith(() => undefined)

    await eventually(async () => (await shop.sent(order)).length === 1, patient)
    await eventually(async () => (await shop.deferred(order)).length === 0, patient)
    expect(shop.smtp.taken(order.email)).toMatchObject([{ messageId: order.placedId }])
    expect(await shop.deadLetters(order)).toEqual([])
  })

  test('W3 a mail that is deferred for MAIL_RETRY_FOR becomes a dead letter', async () => {
    // Time for several tries, also when the machine stands still for some of it.
    await using shop = await openNotification({ MAIL_RETRY_FOR: '5s' })
    const order = givenOrder()
    shop.smtp.answerWith(toReceivers([order], '452 4.2.2 mailbox full'))

    await shop.place(order)

    const [letter] = await eventually(async () => {
      const letters = await shop.deadLetters(order)
      return letters.length > 0 && letters
    }, patient)
    expect(letter).toMatchObject({
      groupId: 'notification',
      eventType: 'order.placed',
      copies: 1,
      reason: {
        code: 'mail-deferred',
        message: 'the mail server replied 452 4.2.2 to RCPT TO',
      },
    })
    const tries = shop.smtp.commands('RCPT', order.email).length
    expect(tries).toBeGreaterThan(3)
    expect(letter?.attempts).toBe(tries)
    await eventually(async () => (await shop.deferred(order)).length === 0, patient)
  })

  test('W3 a mail that is refused for good is a dead letter at once', async () => {
    await using shop = await openNotification()
    const order = givenOrder()
    shop.smtp.answerWith(toReceivers([order], '550 5.1.1 unknown'))

    await shop.place(order)

    await eventually(async () => (await shop.deadLetters(order)).length === 1, patient)
    expect(shop.smtp.commands('RCPT', order.email)).toHaveLength(1)
    expect(await shop.deferred(order)).toEqual([])
  })

  test('W3 a policy that refuses all mails buries none, one that refuses a single mail does', async () => {
    await using shop = await openNotification({ MAIL_RETRY_FOR: '2s' })
    const [odd, others] = [givenOrder(), givenOthers()]
    shop.smtp.answerWith(({ stage }) =>
      stage === 'RCPT' ? '554 5.7.1 relay access denied' : undefined,
    )
    for (const order of [odd, ...others]) await shop.place(order)
    // Far more often than in its two seconds.
    const triesOf = async (order: GivenOrder) => (await shop.deferred(order))[0]?.tries ?? 0
    for (const order of [odd, ...others])
      await eventually(async () => (await triesOf(order)) > 14, patient)
    const duringRefusal = await shop.deadLetters(odd)

    shop.smtp.answerWith(toReceivers([odd], '550 5.7.133 only for its own'))
    for (const order of others)
      await eventually(async () => (await shop.sent(order)).length === 1, patient)
    const [letter] = await eventually(async () => {
      await shop.place(givenOrder())
      const letters = await shop.deadLetters(odd)
      return letters.length > 0 && letters
    }, patient)

    expect(duringRefusal).toEqual([])
    expect(letter?.reason).toMatchObject({ code: 'mail-deferred' })
    for (const order of others) expect(await shop.deadLetters(order)).toEqual([])
  })

  test('W3 a login that is refused stops all mails, loses none, and readiness says so', async () => {
    await using shop = await openNotification()
    const order = givenOrder()
    shop.smtp.answerWith(({ stage }) => (stage === 'AUTH' ? '535 5.7.8 no' : undefined))
    await shop.place(order)
    const retries = () => shop.lines.filter(({ event }) => event === 'consumer.retrying').length
    // More often than a record is tried that fails by its own fault.
    await eventually(() => retries() > 5, patient)

    const refused = 'the mail server replied 535 5.7.8 to AUTH'
    await expect
      .poll(() => shop.readiness.check())
      .toMatchObject({ ready: false, checks: { smtp: refused } })
    const logins = shop.smtp.commands('AUTH').length
    shop.smtp.answerWith(() => undefined)
    await shop.stop()
    await shop.startAnother()

    await eventually(() => shop.smtp.taken(order.email).length === 1, patient)
    expect(logins).toBeLessThanOrEqual(2)
    expect(await shop.deadLetters(order)).toEqual([])
  })

  test('W3 a server that ends the session at one address holds up no other, nor buries the mail', async () => {
    await using shop = await openNotification({ MAIL_RETRY_FOR: '4s' })
    const [odd, others] = [givenOrder(), givenOthers()]
    shop.smtp.answerWith(toReceivers([odd], { say: '421 4.7.0 not you', hangUp: true }))

    await shop.place(odd)
    for (const order of others) await shop.place(order)

    await eventually(
      () => others.every(({ email }) => shop.smtp.taken(email).length === 1),
      patient,
    )
    await eventually(async () => ((await shop.deferred(odd))[0]?.tries ?? 0) >= 4, patient)
    expect(await shop.deferred(odd)).toMatchObject([{ retry_until: null }])
    shop.smtp.answerWith(() => undefined)
    await eventually(async () => (await shop.sent(odd)).length === 1, patient)
  })

  test('W3 a mail that breaks the session for MAIL_EXPIRE_AFTER while others pass is a dead letter', async () => {
    await using shop = await openNotification({ MAIL_RETRY_FOR: '2s', MAIL_EXPIRE_AFTER: '1s' })
    const odd = givenOrder()
    shop.smtp.answerWith(({ stage }) => (stage === 'dot' ? { hangUp: true } : undefined))
    await shop.place(odd)
    const hasTried = async (tries: number) => ((await shop.deferred(odd))[0]?.tries ?? 0) >= tries
    // Nobody's mail is taken: an outage, however long.
    await eventually(() => hasTried(12), patient)
    const duringOutage = await shop.deadLetters(odd)

    shop.smtp.answerWith(toReceivers([odd], { say: '421 4.7.0 not you', hangUp: true }))
    const [letter] = await eventually(async () => {
      await shop.place(givenOrder())
      const letters = await shop.deadLetters(odd)
      return letters.length > 0 && letters
    }, patient)

    expect(duringOutage).toEqual([])
    expect(letter?.reason).toMatchObject({ code: 'mail-expired' })
    await eventually(async () => (await shop.deferred(odd)).length === 0, patient)
    expect(await shop.sent(odd)).toEqual([])
  })

  test('W3 the mails of one order keep their order', async () => {
    await using shop = await openNotification({ MAIL_RETRY_FOR: '60s' })
    const order = givenOrder()
    shop.smtp.answerWith(toReceivers([order], '450 4.2.0 greylisted'))
    await shop.place(order)
    await eventually(async () => (await shop.deferred(order)).length === 1, patient)
    // The second one would be taken, now.
    const refuseFirst: SmtpAnswer = ({ stage, messageId }) =>
      stage === 'dot' && messageId === order.placedId ? '451 4.7.1 later' : undefined
    shop.smtp.answerWith(refuseFirst)

    await shop.confirm(order)

    await eventually(async () => (await shop.deferred(order)).length === 2, patient)
    expect(shop.smtp.taken(order.email)).toEqual([])
    shop.smtp.answerWith(() => undefined)
    await eventually(async () => (await shop.sent(order)).length === 2, patient)
    expect(shop.smtp.taken(order.email).map(({ messageId }) => messageId)).toEqual([
      order.placedId,
      order.confirmedId,
    ])
  })

  test('W6 a deferred mail that the version before its table has sent is not sent again', async () => {
    await using shop = await openNotification({ MAIL_RETRY_FOR: '2s' })
    const order = givenOrder()
    const gate = Promise.withResolvers<SmtpReply>()
    shop.smtp.answerWith(({ stage }) => (stage === 'RCPT' ? gate.promise : undefined))
    await shop.place(order)
    await eventually(() => shop.smtp.commands('RCPT', order.email).length === 1, patient)

    // As of commit 9a98c02, word by word.
    await shop.database.query(
      `insert into mails (message_id, order_id, sent_at) values ($1, $2, now())
      on conflict (message_id) do nothing`,
      [order.placedId, order.orderId],
    )
    gate.resolve('450 4.2.0 greylisted')

    const isDeferred = (line: (typeof shop.lines)[number]) =>
      line.event === 'mail.deferred' && line.orderId === order.orderId
    await eventually(() => shop.lines.some(isDeferred), patient)
    await eventually(async () => (await shop.deferred(order)).length === 0, patient)
    expect(shop.smtp.commands('RCPT', order.email)).toHaveLength(1)
    expect(await shop.deadLetters(order)).toEqual([])
  })

  test('W3 a deferred mail survives its instance, and is sent by another', async () => {
    await using shop = await openNotification({ MAIL_RETRY_FOR: '2m' })
    const order = givenOrder()
    shop.smtp.answerWith(toReceivers([order], '450 4.2.0 greylisted'))
    await shop.place(order)
    await eventually(async () => (await shop.deferred(order)).length === 1, patient)

    await shop.stop()
    shop.smtp.answerWith(() => undefined)
    await shop.startAnother()

    await eventually(async () => (await shop.sent(order)).length === 1, patient)
    expect(shop.smtp.taken(order.email)).toHaveLength(1)
  })

  test('W4 a server that takes longer than a session after the final dot gets one copy', async () => {
    await using shop = await openNotification()
    const order = givenOrder()
    const gate = Promise.withResolvers<SmtpReply>()
    const startedMs = performance.now()
    shop.smtp.answerWith(({ stage, to }) =>
      stage === 'dot' && to === order.email ? gate.promise : undefined,
    )
    await shop.place(order)
    await eventually(() => shop.smtp.commands('dot', order.email).length === 1, patient)

    // Longer than any limit of the group: a member that sends no heartbeats would be expelled.
    await eventually(() => performance.now() - startedMs > 14_000, patient)
    gate.resolve('250 2.0.0 queued')

    await eventually(async () => (await shop.sent(order)).length === 1, patient)
    expect(shop.smtp.commands('dot', order.email)).toHaveLength(1)
    expect(shop.lines.filter(({ event }) => event === 'consumer.joined')).toHaveLength(1)
  })

  test('W4 a connection that breaks after the final dot brings one further copy, and a known one', async () => {
    await using shop = await openNotification({ MAIL_RETRY_FOR: '60s' })
    const [order, others] = [givenOrder(), givenOthers()]
    let isFirst = true
    shop.smtp.answerWith(({ stage, to }) => {
      if (stage !== 'dot' || to !== order.email || !isFirst) return undefined
      isFirst = false
      return { hangUp: true }
    })

    await shop.place(order)
    for (const other of others) await shop.place(other)

    await eventually(async () => (await shop.sent(order)).length === 1, patient)
    const copies = shop.smtp.commands('dot', order.email)
    expect(copies.map(({ messageId }) => messageId)).toEqual([order.placedId, order.placedId])
  })

  test('W4 a connection that breaks after the 250 brings no further copy', async () => {
    await using shop = await openNotification()
    const orders = givenOthers()
    shop.smtp.answerWith(({ stage }) =>
      stage === 'dot' ? { say: '250 2.0.0 queued', hangUp: true } : undefined,
    )

    for (const order of orders) await shop.place(order)

    await eventually(() => orders.every(({ email }) => shop.smtp.taken(email).length > 0), patient)
    for (const order of orders) {
      await eventually(async () => (await shop.sent(order)).length === 1, patient)
      expect(shop.smtp.taken(order.email)).toHaveLength(1)
    }
  })

  test('W6 a mail that has left is not sent again because its note is refused', async () => {
    await using shop = await openNotification()
    const orders = givenOthers()
    const gate = Promise.withResolvers<undefined>()
    shop.smtp.answerWith(({ stage }) => (stage === 'dot' ? gate.promise : undefined))
    for (const order of orders) await shop.place(order)
    await eventually(() => shop.smtp.commands('dot').length > 0, patient)

    await shop.makeReadOnly()
    gate.resolve(undefined)
    await eventually(
      () => shop.lines.filter(({ event }) => event === 'mail.sent-not-noted').length > 3,
      patient,
    )
    await shop.makeWritable()

    for (const order of orders) {
      await eventually(async () => (await shop.sent(order)).length === 1, patient)
      expect(shop.smtp.taken(order.email)).toHaveLength(1)
      expect(await shop.deadLetters(order)).toEqual([])
    }
  })

  test('W4 W6 a mail in doubt is not sent again because its deferral is refused', async () => {
    await using shop = await openNotification()
    const order = givenOrder()
    const gate = Promise.withResolvers<SmtpReply>()
    shop.smtp.answerWith(({ stage, to }) =>
      stage === 'dot' && to === order.email ? gate.promise : undefined,
    )
    await shop.place(order)
    await eventually(() => shop.smtp.commands('dot', order.email).length === 1, patient)

    await shop.makeReadOnly()
    gate.resolve({ hangUp: true })
    await eventually(() => shop.smtp.connectionCount() === 0, patient)
    const lostMs = performance.now()
    // Longer than the first pauses of a consumer, 200 and 400 ms.
    await eventually(() => performance.now() - lostMs > 1_500, patient)
    await shop.makeWritable()

    await eventually(async () => (await shop.deferred(order)).length === 1, patient)
    expect(shop.smtp.commands('dot', order.email)).toHaveLength(1)
    const warnings = shop.lines.filter(({ event }) => event === 'mail.in-doubt-not-deferred')
    expect(warnings).toMatchObject([{ times: 1, err: { kind: 'unavailable' } }])
  })
})

describe('how it stops', () => {
  test('H2 a mail in hand is sent and noted, then nothing answers', async () => {
    await using shop = await openNotification({ DRAIN: '60s' })
    const order = givenOrder()
    const gate = Promise.withResolvers<undefined>()
    shop.smtp.answerWith(({ stage }) => (stage === 'dot' ? gate.promise : undefined))
    await shop.place(order)
    await eventually(() => shop.smtp.commands('dot', order.email).length === 1, patient)

    const stopping = shop.stop()
    await eventually(() => !shop.readiness.ready(), patient)
    gate.resolve(undefined)
    const exitCode = await stopping

    expect(exitCode).toBe(0)
    expect(await shop.sent(order)).toEqual([order.placedId])
    await expect(shop.ask('/healthz')).rejects.toThrow('fetch failed')
  })

  test('a mail server that never answers holds up the stop no longer than its budget', async () => {
    await using shop = await openNotification({ DRAIN: '300ms' })
    const order = givenOrder()
    shop.smtp.answerWith(({ stage }) => (stage === 'MAIL' ? new Promise(() => {}) : undefined))
    await shop.place(order)
    await eventually(() => shop.smtp.commands('MAIL').length > 0, patient)

    await shop.stop()
    shop.smtp.answerWith(() => undefined)
    await shop.startAnother()

    await eventually(async () => (await shop.sent(order)).length === 1, patient)
    expect(shop.smtp.taken(order.email)).toHaveLength(1)
  })
})
