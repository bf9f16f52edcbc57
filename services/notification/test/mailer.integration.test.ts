import { infrastructure, waitForMail } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { givenMail, openMailer } from './given-mail.ts'

const { smtpUrl, mailUrl } = infrastructure()

test('a mail arrives as text and as HTML, under its own Message-ID', async () => {
  const mail = givenMail()

  await openMailer(smtpUrl).send(mail, new AbortController().signal)
  const caught = await waitForMail(mailUrl, { to: mail.to })

  expect(caught).toMatchObject({ to: [mail.to], subject: mail.subject })
  expect(caught.from).toBe('shop@tailspan.example')
  expect(`<${caught.messageId.replace(/[<>]/g, '')}>`).toBe(mail.messageId)
  expect(caught.text).toContain('2 × tea')
  expect(caught.html).toContain('<li>2 × tea</li>')
})
