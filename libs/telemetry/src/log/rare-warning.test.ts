import { expect, onTestFinished, test, vi } from 'vitest'
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

test.each([
  ['back', -3_600_000],
  ['forward', 3_600_000],
])(
  'an error that repeats is logged once a minute although the clock of the machine steps %s',
  (_, stepMs) => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const log = { warn: vi.fn() }
    const warn = createRareWarning(log, 'relay.away')
    const counts: number[] = []

    for (const waitMs of [0, 59_000, 1_000]) {
      vi.advanceTimersByTime(waitMs)
      if (waitMs === 59_000) vi.setSystemTime(Date.now() + stepMs)
      warn(new Error('away'))
      counts.push(log.warn.mock.calls.length)
    }

    expect(counts).toEqual([1, 1, 2])
  },
)
