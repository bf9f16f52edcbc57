import type { Actor } from '@tailspan/lifecycle'
import { expect, test } from 'vitest'
import { createSupervision } from './supervision.ts'

const never = new AbortController().signal

test('an actor is seen through its whole life', async () => {
  const supervision = createSupervision()
  const started = Promise.withResolvers<void>()
  const states: string[] = []
  const look = () => states.push(supervision.reports()[0]?.state ?? 'unknown')
  const actor = supervision.watch({ name: 'pool', start: () => started.promise, stop: look })

  look()
  const starting = actor.start?.(never)
  look()
  started.resolve()
  await starting
  look()
  await actor.quiesce?.()
  look()
  await actor.stop?.(never, 100)
  look()

  expect(states).toEqual(['waiting', 'starting', 'running', 'quiescing', 'stopping', 'stopped'])
})

test.each(['start', 'run', 'quiesce', 'stop'] as const)(
  'an actor that fails in %s is seen as failed, and its error passes',
  async (step) => {
    const supervision = createSupervision()
    const fail = async () => Promise.reject(new Error('broken'))
    const actor = supervision.watch({ name: 'pool', run: async () => {}, [step]: fail })

    const failing = actor[step]?.(never, 100)

    await expect(failing).rejects.toThrow('broken')
    expect(supervision.reports()[0]?.state).toBe('failed')
  },
)

test('a watched actor is what it was: signals, values, time and the lack of a run', async () => {
  const calls: unknown[] = []
  const actor: Actor = {
    name: 'pool',
    reserveMs: 500,
    run: async (signal) => signal,
    stop: (...args) => calls.push(args),
  }

  const watched = createSupervision().watch(actor)
  const value = await watched.run?.(never)
  await watched.stop?.(never, 100)

  expect(watched).toMatchObject({ name: 'pool', reserveMs: 500 })
  expect([value, calls]).toEqual([never, [[never, 100]]])
  expect(createSupervision().watch({ name: 'idle' })).not.toHaveProperty('run')
})
