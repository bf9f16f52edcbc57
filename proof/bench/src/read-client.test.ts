import { expect, test } from 'vitest'
import { readBenchOptions } from './options.ts'

test('what runs on a Kafka client runs on the one that is named, or on the default', () => {
  const args = ['--only', 'publish,handler,shop', '--client', 'platformatic']

  expect(readBenchOptions(args).client).toBe('platformatic')
  expect(readBenchOptions(args.slice(0, 2)).client).toBe('kafkajs')
})

const clientIsFor =
  '--client is for order-path, publish, distance, handler, hot-partition, relay, frozen, shop, calm: name some of them with --only.'

test.each([
  [['--only', 'publish,answer', '--client', 'kafkajs'], clientIsFor],
  [['--client', 'platformatic'], clientIsFor],
  [
    ['--only', 'publish', '--client', 'confluent'],
    '--client must be one of kafkajs, platformatic, not "confluent".',
  ],
])('%j is refused', (args, sentence) => {
  expect(() => readBenchOptions(args)).toThrow(sentence)
})
