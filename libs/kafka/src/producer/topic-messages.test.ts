import { ROOT_CONTEXT } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import type { Load } from './carrier.ts'
import { toTopicMessages } from './topic-messages.ts'

const headers = Object.freeze({ ce_id: 'e-1' })
const givenLoad = (topic: string, value: string): Load => ({
  message: { topic, key: 'k', value, headers, context: ROOT_CONTEXT },
})

test('a batch is grouped by topic and keeps its order', () => {
  const batch = [givenLoad('orders', 'a'), givenLoad('stock', 'b'), givenLoad('orders', 'c')]

  const topics = toTopicMessages(batch)

  expect(topics.map(({ topic, messages }) => [topic, messages.map(({ value }) => value)])).toEqual([
    ['orders', ['a', 'c']],
    ['stock', ['b']],
  ])
})

test('each attempt has headers of its own: what an instrumentation writes does not stay', () => {
  const load = givenLoad('orders', 'a')
  const headersOf = () => toTopicMessages([load])[0]?.messages[0]?.headers ?? {}

  headersOf().traceparent = 'of the active span'

  expect(headersOf()).toEqual({ ce_id: 'e-1' })
})

test('a partition that was chosen once is kept in the next attempt', () => {
  const load = givenLoad('orders', 'a')
  const [first] = toTopicMessages([load])[0]?.messages ?? []

  if (first) first.partition = 2

  expect(toTopicMessages([load])[0]?.messages[0]?.partition).toBe(2)
})
