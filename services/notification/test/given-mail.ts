import { uniqueId } from '@tailspan/testkit'
import { onTestFinished } from 'vitest'
import { type Mail, placedMail } from '../src/domain/mail.ts'
import { createMailer, type Mailer } from '../src/smtp/mailer.ts'

/** The mail of an order that was placed just now. */
export function givenMail(to = `${uniqueId('ada')}@example.com`): Mail {
  return placedMail({
    orderId: crypto.randomUUID(),
    customer: { email: to },
    lines: [{ sku: 'tea', quantity: 2 }],
    totalCents: 1_840,
    currency: 'EUR',
    placedAt: '2026-11-21T08:00:00.000Z',
  })
}

/** A mailer that is stopped with the test. */
export function openMailer(url: string): Mailer {
  const mailer = createMailer({ url, from: 'shop@tailspan.example' })
  onTestFinished(async () => void (await mailer.actor.stop?.(AbortSignal.abort(), 0)))
  return mailer
}
