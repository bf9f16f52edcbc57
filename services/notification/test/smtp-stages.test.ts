import {
  eventually,
  type SmtpAnswer,
  type SmtpReply,
  type SmtpServerOptions,
  type SmtpStage,
  startSmtpServer,
} from '@tailspan/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { givenMail, openMailer } from './given-mail.ts'

const never = new AbortController().signal
const hangUp = { hangUp: true } as const

async function startServer(options: SmtpServerOptions) {
  const server = await startSmtpServer(options)
  onTestFinished(() => server[Symbol.asyncDispose]())
  return server
}

/** Replies so at one stage, and as usual at all others. */
const at =
  (stage: SmtpStage, reply: SmtpReply): SmtpAnswer =>
  (command) =>
    command.stage === stage ? reply : undefined

/** The error of a mail that a server with this answer does not take. */
async function failureWith(options: SmtpServerOptions, to?: string): Promise<unknown> {
  const { url } = await startServer(options)
  const sending = openMailer(withLogin(url)).send(givenMail(to), never)
  return sending.then(
    () => 'sent',
    (error) => error,
  )
}

const withLogin = (url: string) => url.replace('//', '//shop:secret@')
const auth = '8BITMIME\nAUTH PLAIN LOGIN'.split('\n')

const anyRefusal = ['421 4.3.2 closing', '450 4.2.0 later', '451 4.7.1 later', '550 5.7.1 no']
const beforeTheReceiver = ['connect', 'AUTH', 'MAIL'] as const
const early = beforeTheReceiver.flatMap((stage) =>
  [...anyRefusal, '535 5.7.8 no', '600 what', 'what?'].map((reply) => ({ stage, reply })),
)

test.each(early)('W3 $reply at $stage is the server, not the mail', async ({ stage, reply }) => {
  const error = await failureWith({ answer: at(stage, reply), extensions: auth })

  expect(error).toMatchObject({ code: 'mail-unavailable', kind: 'unavailable' })
})

test.each(anyRefusal)('W3 %s at EHLO and at HELO is the server, not the mail', async (reply) => {
  const answer: SmtpAnswer = ({ stage }) => (/HELO|EHLO/.test(stage) ? reply : undefined)

  const error = await failureWith({ answer })

  expect(error).toMatchObject({ code: 'mail-unavailable', reached: 'session' })
})

test.each(['454 4.7.0 no', '501 5.5.4 no', '220 but nothing follows'])(
  'W3 STARTTLS that is offered and comes to %s is the server, not the mail',
  async (say) => {
    const reply = say.startsWith('220') ? { say, ...hangUp } : say

    const error = await failureWith({ answer: at('STARTTLS', reply), extensions: ['STARTTLS'] })

    expect(error).toMatchObject({ code: 'mail-unavailable', reached: 'session' })
  },
)

const ofTheReceiver = [
  '550 5.1.1 unknown',
  '551 5.1.6 moved',
  '552 5.2.2 full',
  '553 5.1.3 what',
  '554 no',
  '500 what',
  '501 5.1.3 what',
  '550 5.3.4 too large',
].map((reply) => ({ reply, code: 'mail-refused' }))
const later = [
  '450 4.2.0 greylisted',
  '450 4.1.2 no such domain',
  '450 later',
  '452 4.2.2 mailbox full',
  '452 4.5.3 too many',
  '451 local error',
  '452 later',
  '499 what',
  '450-4.2.0 more\n450 4.2.0 of it',
  '450 5.3.0 contradicts itself',
].map((reply) => ({ reply, code: 'mail-deferred', isPolicy: false }))
// To relay, for the sender's address, for where we come from, for the text: the mail or all of ours.
const policies = [
  '554 5.7.1 relay access denied',
  '454 4.7.1 relay access denied',
  '451 4.7.1 greylisted',
  '550 5.7.26 no SPF, no DKIM',
  '550 5.7.606 banned',
  '452 4.7.24 SPF',
  '550-5.7.1 x\n550 5.7.1 y',
].map((reply) => ({ reply, code: 'mail-deferred', isPolicy: true }))
const theirs = [
  '421 4.7.0 slow down',
  '421 closing',
  '452 4.3.1 system full',
  '451 4.3.0 queue error',
  '451 4.4.3 no DNS',
  '450 4.4.1 no route',
  '503 5.5.1 bad sequence',
  '530 5.7.0 log in',
  '450 4.1.8 sender',
  '550 5.1.8 sender',
  '199 what',
  '600 what',
  'what?',
  '235 welcome',
].map((reply) => ({ reply, code: 'mail-unavailable' }))
const atTheReceiver = (['RCPT', 'DATA', 'dot'] as const).flatMap((stage) =>
  [...ofTheReceiver, ...later, ...policies, ...theirs]
    // A 2xx is a yes for nodemailer, at each of these stages.
    .filter(({ reply }) => !reply.startsWith('2'))
    .map((row) => ({ stage, ...row })),
)

test.each(atTheReceiver)('W3 $reply at $stage is $code', async ({ stage, reply, ...known }) => {
  const error = await failureWith({ answer: at(stage, reply) })

  expect(error).toMatchObject(known)
})

const toData = ['503 5.5.1 no receivers', '421 4.3.2 closing', '354 go ahead']
const pipelined = [...ofTheReceiver, ...later, ...policies]
  .filter(({ reply }) => /^[45]\d\d [45]/.test(reply))
  .flatMap((row) => toData.map((data) => ({ ...row, data })))

test.each(pipelined)(
  'W3 $reply to a pipelined RCPT is $code, also when DATA comes to $data',
  async ({ reply, code, data }) => {
    const answer: SmtpAnswer = ({ stage }) =>
      stage === 'RCPT' ? reply : stage === 'DATA' ? data : undefined

    const error = await failureWith({ answer, extensions: ['PIPELINING'] })

    expect(error).toMatchObject({ code })
  },
)

test('W3 a refused MAIL FROM is the server, also when the pipelined rest is refused for it', async () => {
  const answer: SmtpAnswer = ({ stage }) =>
    stage === 'MAIL' ? '550 5.7.1 no' : /RCPT|DATA/.test(stage) ? '503 5.5.1 no' : undefined

  const error = await failureWith({ answer, extensions: ['PIPELINING'] })

  expect(error).toMatchObject({ code: 'mail-unavailable' })
})

test.each([
  ...(['connect', 'EHLO', 'AUTH'] as const).map((stage) => [stage, 'session'] as const),
  ...(['MAIL', 'RCPT', 'DATA'] as const).map((stage) => [stage, 'envelope'] as const),
  ['dot', 'message'] as const,
])('W3 a connection that breaks at %s is nobody of a mail, and says %s', async (stage, reached) => {
  const silently = await failureWith({ answer: at(stage, hangUp), extensions: auth })
  const lines = { ...hangUp, say: '550-5.1.1 the first of two' }
  const halfReply = await failureWith({ answer: at(stage, lines), extensions: auth })
  const cut = { ...hangUp, say: '550 5.1.1 no line end', isCut: true }
  const halfLine = await failureWith({ answer: at(stage, cut), extensions: auth })

  for (const error of [silently, halfReply, halfLine])
    expect(error).toMatchObject({ code: 'mail-unavailable', reached })
})

test.each(['250 ok', '251 will forward', '252 cannot verify, will try'])(
  'W3 %s to RCPT is a yes, in single bytes too',
  async (reply) => {
    const server = await startServer({ answer: at('RCPT', reply), isBytewise: true })
    const mail = givenMail()

    await openMailer(server.url).send(mail, never)

    expect(server.taken()).toMatchObject([{ to: mail.to, messageId: mail.messageId }])
  },
)

test('W3 an address that needs SMTPUTF8 is refused for itself, at MAIL FROM too', async () => {
  const options = { answer: at('MAIL', '553 5.6.7 ASCII only'), extensions: ['SMTPUTF8'] }

  const international = await failureWith(options, 'ädä@example.com')
  const ours = await failureWith(options, 'ada@example.com')

  expect(international).toMatchObject({ code: 'mail-refused' })
  expect(ours).toMatchObject({ code: 'mail-unavailable' })
})

test('W3 a comma in an address names no second receiver', async () => {
  const server = await startServer({})

  await openMailer(server.url).send(givenMail('ada@example.com,bob@example.com'), never)

  expect(server.commands('RCPT').map(({ line }) => line)).toEqual([
    'RCPT TO:<"ada@example.com,bob"@example.com>',
  ])
})

test('W3 nobody listens: the server, not the mail', async () => {
  const mailer = openMailer('smtp://127.0.0.1:1')

  const sending = mailer.send(givenMail(), never)

  await expect(sending).rejects.toMatchObject({ code: 'mail-unavailable', reached: 'session' })
  await expect(mailer.ping()).rejects.toThrow('ECONNREFUSED')
})

test('W3 readiness says that the login is refused, without the words of the server', async () => {
  const { url } = await startServer({
    answer: at('AUTH', '535 5.7.8 user shop has a new password'),
    extensions: auth,
  })

  const ping = openMailer(withLogin(url)).ping()

  await expect(ping).rejects.toThrow('the mail server replied 535 5.7.8 to AUTH')
})

test('W3 a readiness that is asked twenty times logs in once', async () => {
  const server = await startServer({ extensions: auth })
  const mailer = openMailer(withLogin(server.url))

  for (const _ of Array(20)) await mailer.ping()

  expect(server.commands('AUTH')).toHaveLength(1)
  expect(server.commands('connect')).toHaveLength(1)
})

test.each([
  ['535 5.7.8 no', 'replied 535 5.7.8 to AUTH'],
  ['454 4.7.0 too many login attempts', 'replied 454 4.7.0 to AUTH'],
  [{ ...hangUp, say: '421 4.7.0 too many' }, 'replied 421 4.7.0 to AUTH'],
  // Some servers slow a guesser down until its client no longer waits.
  [hangUp, 'does not answer (AUTH, ECONNECTION)'],
] as const)(
  'W3 a login that comes to %j is not tried again by the next probes',
  async (reply, says) => {
    const server = await startServer({ answer: at('AUTH', reply), extensions: auth })
    const mailer = openMailer(withLogin(server.url))

    for (const _ of Array(20)) await expect(mailer.ping()).rejects.toThrow(says)

    expect(server.commands('AUTH')).toHaveLength(1)
  },
)

test.each(['535 5.7.8 no', '454 4.7.0 too many login attempts', '502 5.5.1 no'])(
  'W3 twenty mails that wait for a login that comes to %j log in once',
  async (reply) => {
    const server = await startServer({ answer: at('AUTH', reply), extensions: auth })
    const mailer = openMailer(withLogin(server.url))
    await expect(mailer.send(givenMail(), never)).rejects.toThrow('to AUTH')

    for (const _ of Array(20)) await expect(mailer.send(givenMail(), never)).rejects.toThrow('AUTH')
    await expect(mailer.ping()).rejects.toThrow('AUTH')

    expect(server.commands('AUTH')).toHaveLength(1)
  },
)

test('W3 a mail that is taken ends the wait after a refused login', async () => {
  const server = await startServer({ answer: at('AUTH', '535 5.7.8 no'), extensions: auth })
  const mailer = openMailer(withLogin(server.url))
  await expect(mailer.ping()).rejects.toThrow('535')
  server.answerWith(() => undefined)
  await expect(mailer.ping()).rejects.toThrow('535')

  await mailer.send(givenMail(), never)

  await mailer.ping()
})

test.each(['connect', 'EHLO'] as const)(
  'W3 a server that ends the session at %s is asked by each probe',
  async (stage) => {
    const server = await startServer({ answer: at(stage, hangUp), extensions: auth })
    const mailer = openMailer(withLogin(server.url))
    for (const _ of Array(3)) await expect(mailer.ping()).rejects.toThrow('does not answer')

    server.answerWith(() => undefined)

    await mailer.ping()
    expect(server.commands('connect')).toHaveLength(4)
  },
)

test('W3 after a mail that the server stopped a good login is tried anew', async () => {
  const server = await startServer({ extensions: auth })
  const mailer = openMailer(withLogin(server.url))
  await mailer.ping()
  server.answerWith(at('AUTH', '535 5.7.8 no'))
  await expect(mailer.send(givenMail(), never)).rejects.toThrow('535')
  server.answerWith(at('AUTH', '454 4.7.0 too many'))

  await expect(mailer.ping()).rejects.toThrow('454 4.7.0 to AUTH')
})

test.each(['502 5.5.1 not here', '503 5.5.1 not now'])(
  'W3 a login that the server does not offer is not left out in silence: AUTH comes to %s',
  async (reply) => {
    const server = await startServer({ answer: at('AUTH', reply) })
    const mailer = openMailer(withLogin(server.url))

    const sending = mailer.send(givenMail(), never)

    await expect(sending).rejects.toMatchObject({ code: 'mail-unavailable', reached: 'session' })
    await expect(mailer.ping()).rejects.toThrow(/replied 50[23] 5\.5\.1 to AUTH/)
    expect(server.taken()).toEqual([])
  },
)

test('W3 without a login none is tried, whatever the server offers', async () => {
  const server = await startServer({ extensions: auth })
  const mailer = openMailer(server.url)

  await mailer.ping()
  await mailer.send(givenMail(), never)

  expect(server.commands('AUTH')).toEqual([])
})

test('W3 readiness says that the sender is refused, until a mail is taken', async () => {
  const server = await startServer({ answer: at('MAIL', '550 5.7.1 not from here') })
  const mailer = openMailer(server.url)
  await expect(mailer.send(givenMail(), never)).rejects.toThrow()

  await expect(mailer.ping()).rejects.toThrow('replied 550 5.7.1 to MAIL FROM')
  server.answerWith(() => undefined)
  await mailer.send(givenMail(), never)

  await mailer.ping()
})

test('W3 readiness does not depend on one address that is refused', async () => {
  const server = await startServer({ answer: at('RCPT', '450 4.2.0 greylisted') })
  const mailer = openMailer(server.url)
  await expect(mailer.send(givenMail(), never)).rejects.toThrow()

  await mailer.ping()
})

test('W4 a mail is cut short before its final dot, and not after it', async () => {
  const gate = Promise.withResolvers<SmtpReply>()
  const server = await startServer({ answer: at('RCPT', gate.promise as never) })
  const mailer = openMailer(server.url)
  const stop = new AbortController()

  const early = mailer.send(givenMail(), stop.signal)
  await eventually(() => server.commands('RCPT').length === 1)
  stop.abort(new Error('stopping'))

  await expect(early).rejects.toThrow('stopping')
  await eventually(() => server.connectionCount() === 0)
})

test('W4 a mail whose final dot has left is waited for, also while the service stops', async () => {
  const gate = Promise.withResolvers<SmtpReply>()
  const server = await startServer({ answer: at('dot', gate.promise as never) })
  const stop = new AbortController()

  const sending = openMailer(server.url).send(givenMail(), stop.signal)
  await eventually(() => server.commands('dot').length === 1)
  stop.abort(new Error('stopping'))
  gate.resolve('250 2.0.0 queued')

  await sending
  expect(server.taken()).toHaveLength(1)
})
