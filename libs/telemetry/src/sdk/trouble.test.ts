import { expect, test } from 'vitest'
import { createTroubleLog } from './trouble.ts'

function open() {
  const lines: unknown[] = []
  let nowMs = 1_000_000
  const log = { warn: (event: string, fields?: unknown) => void lines.push([event, fields]) }
  const trouble = createTroubleLog(log, () => nowMs)
  const pass = (ms: number) => {
    nowMs += ms
  }
  return { trouble, lines, pass }
}

test('trouble is told at once, then at most once a minute with the number kept back', () => {
  const { trouble, lines, pass } = open()

  trouble.error('refused')
  for (let count = 0; count < 50; count += 1) trouble.warn('refused')
  pass(60_000)
  trouble.error('refused')

  expect(lines).toEqual([
    ['telemetry.trouble', { reason: 'refused', suppressed: 0 }],
    ['telemetry.trouble', { reason: 'refused', suppressed: 50 }],
  ])
})

test('an error that comes as JSON is told in one short line, without its stack', () => {
  const { trouble, lines } = open()

  trouble.error(
    JSON.stringify({ name: 'Error', code: 'ECONNREFUSED', message: 'connect', stack: 'x' }),
  )

  expect(lines).toEqual([
    ['telemetry.trouble', { reason: 'Error ECONNREFUSED connect', suppressed: 0 }],
  ])
})

test('what is no trouble is not told', () => {
  const { trouble, lines } = open()

  trouble.info('started')
  trouble.debug('started')
  trouble.verbose('started')

  expect(lines).toEqual([])
})
