import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { infrastructure, uniqueId, waitForMail } from '@tailspan/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { placedMail } from '../src/domain/mail.ts'
import { createMailer, type Mailer } from '../src/smtp/mailer.ts'

const { smtpUrl, mailUrl } = infrastructure()
const from = 'shop@tailspan.example'

test('a mail arrives as text and as HTML, under its own Message-ID', async () => {
  const mail = newMail()
  const mailer = openMailer(smtpUrl)

  await mailer.send(mail)
  const caught = await waitForMail(mailUrl, { to: mail.to })

  expect(caught).toMatchObject({ from, to: [mail.to], subject: mail.subject })
  expect(`<${caught.messageId.replace(/[<>]/g, '')}>`).toBe(mail.messageId)
  expect(caught.text).toContain('2 × tea')
  expect(caught.html).toContain('<li>2 × tea</li>')
})

test('a mail server that is away can be asked again', async () => {
  const mailer = openMailer('smtp://127.0.0.1:1')

  await expect(mailer.send(newMail())).rejects.toMatchObject({
    code: 'mail-unavailable',
    kind: 'unavailable',
  })
  await expect(mailer.ping()).rejects.toThrow()
})

test.each([
  [550, 'mail-refused', 'invalid'],
  [451, 'mail-unavailable', 'unavailable'],
])('a receiver that is answered with %i is %s', async (status, code, kind) => {
  const mailer = openMailer(await refusingServer(status))

  await expect(mailer.send(newMail())).rejects.toMatchObject({ code, kind })
})

function newMail() {
  return placedMail({
    orderId: uniqueId('order'),
    customer: { email: `${uniqueId('ada')}@example.com` },
    lines: [{ sku: 'tea', quantity: 2 }],
    totalCents: 1_840,
    currency: 'EUR',
    placedAt: '2026-11-21T08:00:00.000Z',
  })
}

function openMailer(url: string): Mailer {
  const mailer = createMailer({ url, from })
  onTestFinished(async () => void (await mailer.actor.stop?.(new AbortController().signal, 0)))
  return mailer
}

/** Speaks just enough SMTP to refuse every receiver: the mail catcher takes whatever comes. */
async function refusingServer(status: number): Promise<string> {
  const server = createServer((socket) => {
    socket.write('220 refusing\r\n')
    socket.on('data', (line) => {
      const refuses = line.toString().startsWith('RCPT')
      socket.write(refuses ? `${status} not here\r\n` : '250 ok\r\n')
    })
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
}
