import { expect, test } from 'vitest'
import { startChild } from './child.ts'

test.concurrent.each(['SIGTERM', 'SIGINT'] as const)(
  'G14 %s is the cause, everything is closed, exit code 0',
  async (name) => {
    await using child = startChild('idle')
    await child.logged('actor.started', { actor: 'pool' })

    child.signal(name)

    expect(await child.exited).toBe(0)
    expect(await child.logged('closed')).toMatchObject({ name: 'pool' })
    expect(await child.logged('group.ended')).toMatchObject({
      cause: { kind: 'signal', signal: name },
      abandoned: [],
      exitCode: 0,
    })
  },
)

test.concurrent('S4 a second signal 500 ms after the first exits at once with 128 + n', async () => {
  await using child = startChild('hangs on stop')
  await child.logged('actor.started', { actor: 'app' })

  child.signal('SIGTERM')
  await child.logged('hanging')
  child.signal('SIGINT')

  expect(await child.exited).toBe(130)
  expect(child.lines.some(({ event }) => event === 'closed')).toBe(false)
})

test.concurrent('S5 a duplicate is ignored, also by a process too busy to see it in time: everything is still closed', async () => {
  await using child = startChild('busy stop')
  await child.logged('actor.started', { actor: 'app' })

  child.signal('SIGTERM')
  // Another one: two of the same that a process has not seen yet are one.
  child.signal('SIGINT')

  expect(await child.exited).toBe(0)
  expect(await child.logged('closed')).toMatchObject({ name: 'pool' })
})

test.concurrent('S6 SIGTERM during start-up closes what was started and starts nothing more', async () => {
  await using child = startChild('slow start')
  await child.logged('connecting')

  child.signal('SIGTERM')

  expect(await child.exited).toBe(0)
  const closed = child.lines.filter(({ event }) => event === 'closed')
  expect(closed).toEqual([{ event: 'closed', name: 'pool' }])
  expect(child.lines).not.toContainEqual({ event: 'actor.started', actor: 'app' })
})

test.concurrent('S7 an order accepted before SIGTERM is published before the exit', async () => {
  await using child = startChild('answer early')
  const { port } = await child.logged('listening')

  const answer = await fetch(`http://127.0.0.1:${port}/o-1`)
  await answer.text()
  child.signal('SIGTERM')

  expect(await child.exited).toBe(0)
  const order = child.lines.map(({ event }) => event)
  expect(order.indexOf('published')).toBeGreaterThan(0)
  expect(order.indexOf('closed')).toBeGreaterThan(order.indexOf('published'))
})

test.concurrent('S7 work that is stuck at the end of the budget is named, exit code 1', async () => {
  await using child = startChild('stuck task')
  await child.logged('actor.started', { actor: 'tasks' })

  child.signal('SIGTERM')

  expect(await child.exited).toBe(1)
  expect(await child.logged('group.ended')).toMatchObject({ abandoned: ['tasks: publish'] })
  expect(await child.logged('closed')).toMatchObject({ name: 'producer' })
})

test.concurrent('S8 a listener that dies ends the service in order, its name in the log, exit code 1', async () => {
  await using child = startChild('listener dies')

  expect(await child.exited).toBe(1)
  expect(await child.logged('group.ended')).toMatchObject({
    cause: { kind: 'ended', actor: 'debug' },
    exitCode: 1,
  })
  expect(await child.logged('closed')).toMatchObject({ name: 'pool' })
})

test.concurrent.each(['uncaught exception', 'unhandled rejection'])(
  'S9 an %s takes the same path: everything is closed, the cause is named, exit code 1',
  async (scenario) => {
    await using child = startChild(scenario)

    expect(await child.exited).toBe(1)
    expect(await child.logged('closed')).toMatchObject({ name: 'pool' })
    expect(await child.logged('group.stopping')).toMatchObject({
      cause: { kind: 'failed', actor: 'uncaught errors' },
      err: { name: 'Uncaught', cause: { message: 'nobody caught me' } },
    })
  },
)

test.concurrent('S9 a second uncaught exception does not stop the stopping', async () => {
  await using child = startChild('uncaught twice')

  expect(await child.exited).toBe(1)
  expect(await child.logged('closed')).toMatchObject({ name: 'pool' })
  expect(await child.logged('process.uncaught')).toMatchObject({ err: { message: 'again' } })
})
