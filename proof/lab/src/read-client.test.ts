import { expect, test } from 'vitest'
import { readKillOptions } from './kills/options.ts'
import { readLabOptions } from './options.ts'

test('--client is what all services run on; left out, the shell and the default decide', () => {
  const of = (...args: string[]) => readLabOptions(args).services

  expect([of(), of('--client', 'platformatic')]).toEqual([{}, { KAFKA_CLIENT: 'platformatic' }])
})

test.each([
  ['the lab', readLabOptions],
  ['random kills', readKillOptions],
] as const)('for %s a client that is not there is refused', (_, read) => {
  expect(() => read(['--client', 'confluent'])).toThrow(
    '--client takes kafkajs or platformatic, not "confluent".',
  )
})
