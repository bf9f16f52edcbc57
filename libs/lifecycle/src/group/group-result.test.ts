import { expect, test } from 'vitest'
import { type Cause, exitCode } from '../index.ts'

const asked: Cause[] = [
  { kind: 'signal', actor: 'signals', signal: 'SIGTERM' },
  { kind: 'aborted', reason: 'enough' },
  { kind: 'empty' },
]

test.each(asked)('the exit code is 0 when the end was asked for: $kind', (cause) => {
  expect(exitCode({ cause, errors: [], abandoned: [] })).toBe(0)
})

test.each(asked)('the exit code is 1 when something failed on the way out: $kind', (cause) => {
  expect(exitCode({ cause, errors: [new Error('flush failed')], abandoned: [] })).toBe(1)
})

test.each(asked)('the exit code is 1 when something was abandoned: $kind', (cause) => {
  expect(exitCode({ cause, errors: [], abandoned: ['tasks: publish'] })).toBe(1)
})

test.each<Cause>([
  { kind: 'ended', actor: 'debug', value: undefined },
  { kind: 'failed', actor: 'app', error: new Error('no') },
])('the exit code is 1 when nobody asked: $kind', (cause) => {
  expect(exitCode({ cause, errors: [], abandoned: [] })).toBe(1)
})
