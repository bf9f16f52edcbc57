import { measureGrowth } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { redactText } from './redact-text.ts'

test.each([
  ['550 <ada.b+c@mail.example.com> unknown', '550 <[email]> unknown'],
  ['mailto:jürgen@bücher.example', 'mailto:[email]'],
  ['postgres://order:s3cret@127.0.0.1:5432/x', 'postgres://[redacted]@127.0.0.1:5432/x'],
  ['ada@example.com,bob@example.com;𝒶@b.de', '[email],[email];[email]'],
  ['ada@bob@example.com', 'ada@[email]'],
  ['ada@example.com@example.org', '[email]@example.org'],
  ['node_modules/.pnpm/@opentelemetry+api@1.10.0/x.js', undefined],
  ['order.placed @ 10:00', undefined],
  ['@', undefined],
])('%s is shown without addresses and credentials', (text, expected = text) => {
  expect(redactText(text)).toBe(expected)
})

test.each([
  ['one word before an @', (length: number) => `${'x'.repeat(length)} @`],
  ['one word behind an @', (length: number) => `a@${'x'.repeat(length)}`],
  ['labels behind an @', (length: number) => `a@${'b.'.repeat(length / 2)}1`],
  ['nothing but @', (length: number) => '@'.repeat(length)],
  ['names without an end', (length: number) => 'a@b.'.repeat(length / 4)],
  ['addresses', (length: number) => 'a@b.de '.repeat(length / 7)],
  ['slashes', (length: number) => `${'/'.repeat(length)}@`],
  ['credentials without an end', (length: number) => `@${'//a'.repeat(length / 3)}`],
  ['backslashes', (length: number) => `@${'\\'.repeat(length)}`],
])('X3 the time to redact 1 MB of %s is linear', { timeout: 60_000 }, async (_, textOf) => {
  const redacting = (length: number) => {
    const text = textOf(length)
    return () => redactText(text)
  }

  const growth = await measureGrowth(redacting(62_500), redacting(1_000_000), { doublings: 4 })

  expect(growth).toBeLessThan(2.5)
})
