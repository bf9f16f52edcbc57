import { expect, test } from 'vitest'
import { createRareWarning } from './rare-warning.ts'

test('an error that repeats is logged at once, then once a minute with how often it happened', () => {
  const lines: unknown[] = []
  let nowMs = 1_000
  const log = { warn: (event: string, fields: object = {}) => void lines.push([event, fields]) }
  const warn = createRareWarning(log, 'relay.away', () => nowMs)
  const err = new Error('away')

  for (let i = 0; i < 500; i++, nowMs += 250) warn(err)

  expect(lines).toEqual([
    ['relay.away', { times: 1, err }],
    ['relay.away', { times: 240, err }],
    ['relay.away', { times: 240, err }],
  ])
})
