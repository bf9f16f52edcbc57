import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { infrastructure, NeverHappened, readMails, uniqueId, waitForMail } from '../index.ts'

const { smtpUrl, mailUrl } = infrastructure()

/** SMTP by hand: the reader is not proved with the library whose mails it will read. */
async function sendMail(to: string, subject: string): Promise<void> {
  const { hostname, port } = new URL(smtpUrl)
  const socket = connect(Number(port), hostname)
  const mail = `Message-ID: <${subject}@test>\r\nTo: ${to}\r\nSubject: ${subject}\r\n\r\nHello\r\n.`
  const lines = [
    'HELO test',
    'MAIL FROM:<shop@example.com>',
    `RCPT TO:<${to}>`,
    'DATA',
    mail,
    'QUIT',
  ]
  for (const line of lines) {
    await once(socket, 'data')
    socket.write(`${line}\r\n`)
  }
  await once(socket, 'close')
}

test('a mail is waited for and read by its receiver and its subject', async () => {
  const to = `${uniqueId('ada')}@example.com`
  const waiting = waitForMail(mailUrl, { to, subject: /^Order/ })
  await sendMail(to, 'Hello')

  await sendMail(to, 'Order 7')
  const mail = await waiting

  expect(mail).toMatchObject({ subject: 'Order 7', to: [to], text: expect.stringMatching('Hello') })
  expect(mail.headers['message-id']).toBe('<Order 7@test>')
})

test('a mail that was delivered twice counts twice, and others do not count', async () => {
  const to = `${uniqueId('bob')}@example.com`
  for (const subject of ['a', 'b', 'b']) await sendMail(to, subject)
  await sendMail(`${uniqueId('eve')}@example.com`, 'b')

  const [all, named] = [
    await readMails(mailUrl, { to }),
    await readMails(mailUrl, { to, subject: 'b' }),
  ]

  expect(all.map(({ subject }) => subject)).toEqual(['a', 'b', 'b'])
  expect(new Set(named.map(({ messageId }) => messageId))).toEqual(new Set(['b@test']))
  expect(named).toHaveLength(2)
})

test('a mail that never comes ends the wait', async () => {
  const to = `${uniqueId('nobody')}@example.com`

  const waiting = waitForMail(mailUrl, { to, timeoutMs: 50 })

  await expect(waiting).rejects.toThrow(NeverHappened)
})
