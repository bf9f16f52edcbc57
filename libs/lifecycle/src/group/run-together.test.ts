import { expect, test, vi } from 'vitest'
import { type Actor, createReadiness, runTogether, untilSignal } from '../index.ts'

const listened = ['uncaughtException', 'SIGTERM', 'SIGINT'] as const
const countListeners = () => listened.map((name) => process.listenerCount(name))

/** Runs actors to their end, and what was logged on the way. */
async function runToEnd(actors: Actor[]) {
  const lines: [string, string, object][] = []
  const write =
    (level: string) =>
    (event: string, fields: object = {}) => {
      lines.push([level, event, fields])
    }
  const log = { info: write('info'), warn: write('warn'), error: write('error') }
  const readiness = createReadiness()
  const code = await runTogether(actors, { drainMs: 1_000, readiness, log })
  return { code, lines, readiness }
}

test('an actor that ends is named when the stop begins, and at its end', async () => {
  const { code, lines } = await runToEnd([{ name: 'consumer', run: async () => {} }])

  const cause = { kind: 'ended', actor: 'consumer' }
  expect(code).toBe(1)
  expect(lines).toContainEqual(['error', 'group.stopping', { cause }])
  expect(lines.at(-1)).toEqual(['error', 'group.ended', { cause, abandoned: [], exitCode: 1 }])
})

test('an error that is the cause is logged once, later ones each', async () => {
  const cause = new Error('first')
  const later = new Error('later')
  const pool: Actor = { name: 'pool', stop: () => Promise.reject(later) }

  const { lines } = await runToEnd([pool, { name: 'app', run: () => Promise.reject(cause) }])

  const logged = lines.flatMap(([, , fields]) => ('err' in fields ? [fields.err] : []))
  expect(logged).toEqual([cause, later])
})

test('afterwards the process is as it was: no listener is left, and it is not ready', async () => {
  const before = countListeners()
  const during = vi.fn(countListeners)
  const app: Actor = { name: 'app', run: async () => during() }

  const { readiness } = await runToEnd([untilSignal('SIGTERM', 'SIGINT'), app])

  expect(during).toHaveReturnedWith(before.map((count) => count + 1))
  expect(countListeners()).toEqual(before)
  expect(readiness.reason()).toBe('stopping')
})
