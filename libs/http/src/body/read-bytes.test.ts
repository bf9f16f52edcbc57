import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { stillAlive } from '../../test/collect-garbage.ts'
import type { Context } from '../index.ts'
import { readBytes } from './read-bytes.ts'

const limits = { bodyBytes: 10_000, bodyTimeoutMs: 60_000 }

/** A request whose body a test hands over chunk by chunk. */
function openBody(headers: Record<string, string> = {}) {
  const request = Object.assign(new EventEmitter(), { headers, httpVersion: '1.1' })
  const whole = readBytes({ req: request } as unknown as Context, { limits, outcome: undefined })
  return {
    whole,
    hand: (text: string) => {
      const chunk = Buffer.from(text)
      request.emit('data', chunk)
      return new WeakRef(chunk)
    },
    finish: () => void request.emit('end'),
  }
}

test.each([
  ['of an unknown size', {}],
  ['whose size is declared', { 'content-length': '5000' }],
])('a body %s in chunks of one byte keeps none of them', async (_, headers) => {
  const body = openBody(headers)

  const chunks = Array.from({ length: 5_000 }, (__, i) => body.hand(String(i % 10)))
  expect(await stillAlive(chunks)).toBeLessThanOrEqual(1)

  body.finish()
  expect((await body.whole).toString()).toBe('0123456789'.repeat(500))
})

test.each([
  ['no', [], {}],
  ['one', ['{}'], {}],
  ['growing', ['a', 'b'.repeat(3_000), 'c'.repeat(6_999)], {}],
  ['declared', ['ab', 'cd'], { 'content-length': '4' }],
  ['more than declared', ['ab', 'cde'], { 'content-length': '4' }],
])('%s chunks come out whole and in their order', async (_, texts, headers) => {
  const body = openBody(headers)

  for (const text of texts) body.hand(text)
  body.finish()

  expect((await body.whole).toString()).toBe(texts.join(''))
})
