import { expect, test } from 'vitest'
import { redact } from './redact.ts'

test('fields that are named like personal data are replaced at any depth and in any spelling', () => {
  const order = {
    id: 7,
    customer: { email: 'ada@example.com', Name: 'tea' },
    headers: [{ Authorization: 'Bearer x', 'Set-Cookie': 'y', api_key: 'z' }],
  }

  const safe = redact(order)

  expect(safe).toEqual({
    id: 7,
    customer: { email: '[redacted]', Name: 'tea' },
    headers: [{ Authorization: '[redacted]', 'Set-Cookie': '[redacted]', api_key: '[redacted]' }],
  })
})

test('what refers to itself ends', () => {
  const loop: Record<string, unknown> = {}
  loop.self = loop

  expect(JSON.stringify(redact(loop))).toContain('[deep]')
})

test('an object that knows how to show itself is asked', () => {
  const at = new Date(0)

  expect(redact({ at, total: 5n })).toEqual({ at: '1970-01-01T00:00:00.000Z', total: '5' })
})
