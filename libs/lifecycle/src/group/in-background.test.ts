import { untilAborted } from '@tailspan/scope'
import { expect, test } from 'vitest'
import type { Actor } from './actor.ts'
import { createGroup } from './group.ts'
import { inBackground } from './in-background.ts'

test('what starts in the background is not waited for, and is stopped in the middle of its start', async () => {
  const happened: string[] = []
  const away: Actor = {
    name: 'away',
    start: (signal) => untilAborted(signal).then(() => Promise.reject(signal.reason)),
    stop: () => happened.push('stopped away'),
  }
  const server: Actor = { name: 'server', start: async () => happened.push('server serves') }

  const result = await runUntil(server, [inBackground(away)])

  expect(happened).toEqual(['server serves'])
  expect(result).toMatchObject({ errors: [], abandoned: [] })
})

test('they start one after another, and stop the other way round', async () => {
  const happened: string[] = []
  const actor = (name: string): Actor => ({
    name,
    start: async () => happened.push(`start ${name}`),
    quiesce: () => happened.push(`quiesce ${name}`),
    stop: () => happened.push(`stop ${name}`),
  })
  const last: Actor = { name: 'last', start: async () => happened.push('all there') }

  await runUntil(last, [inBackground(actor('topics'), actor('consumer'))], () =>
    happened.includes('start consumer'),
  )

  expect(happened.filter((what) => what !== 'all there')).toEqual([
    'start topics',
    'start consumer',
    'quiesce consumer',
    'quiesce topics',
    'stop consumer',
    'stop topics',
  ])
})

test.each([
  ['a start that fails', { start: () => Promise.reject(new Error('no topics')) }],
  ['a life that ends', { run: () => Promise.reject(new Error('no topics')) }],
])('%s ends the group', async (_, how) => {
  const group = createGroup({ graceMs: 1_000 })
  group.add(inBackground({ name: 'topics', ...how }))

  const { cause } = await group.run()

  expect(cause).toMatchObject({ kind: 'failed', actor: 'topics' })
})

/** Runs a group until its last actor is there, and whatever else is waited for. */
async function runUntil(last: Actor, others: readonly Actor[], isEnough = () => true) {
  const over = new AbortController()
  const group = createGroup({ graceMs: 1_000 })
  for (const actor of others) group.add(actor)
  const check = () => (isEnough() ? over.abort() : void setImmediate(check))
  const run = (signal: AbortSignal) => {
    check()
    return untilAborted(signal)
  }
  group.add({ ...last, run })
  return group.run(over.signal)
}
