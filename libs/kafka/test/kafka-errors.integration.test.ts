import { askKafka } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { kafkaError } from '../src/faults/kafka-errors.ts'

type Row = { readonly name: string; readonly code: number; readonly isRetriable: boolean }

/** Kafka prints its errors as a table in HTML: name, code, whether a client may retry, a sentence. */
function toRows(html: string): Row[] {
  const cells = /<tr>\s*<td>(\w+)<\/td>\s*<td>(-?\d+)<\/td>\s*<td>(True|False)<\/td>/g
  return [...html.matchAll(cells)].map(([, name = '', code, retriable]) => {
    return { name, code: Number(code), isRetriable: retriable === 'True' }
  })
}

test('K1 W5 each error that this Kafka knows has an owner; what Kafka calls retriable costs no record anything', async () => {
  const rows = toRows(await askKafka('org.apache.kafka.common.protocol.Errors'))
  const errors = rows.filter(({ code }) => code !== 0)

  const ours = errors.map(({ code }) => ({ code, name: kafkaError(code).name }))

  expect(errors.length).toBeGreaterThan(130)
  expect(ours).toEqual(errors.map(({ code, name }) => ({ code, name })))
  const retriable = errors.filter(({ isRetriable }) => isRetriable)
  for (const { code } of retriable) expect(kafkaError(code).owner).toBe('theirs')
})
