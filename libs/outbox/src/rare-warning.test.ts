import { expect, test } from 'vitest'
import { createRareWarning } from './rare-warning.ts'

test('what goes on and on is told at once, then once a minute with how often it was', () => {
  const told: unknown[] = []
  let nowMs = 1_000
  const log = { warn: (event: string, fields: object = {}) => void told.push([event, fields]) }
  const warn = createRareWarning(log, 'relay.away', () => nowMs)
  const err = new Error('away')

  for (let i = 0; i < 500; i++, nowMs += 250) warn(err)

  expect(told).toEqual([
    ['relay.away', { times: 1, err }],
    ['relay.away', { times: 240, err }],
    ['relay.away', { times: 240, err }],
  ])
})
