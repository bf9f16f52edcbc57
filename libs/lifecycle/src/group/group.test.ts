import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { expect, test, vi } from 'vitest'
import { type Actor, createGroup, exitCode, type GroupOptions, WorkAbandoned } from '../index.ts'

/** Runs actors in a group of their own, with time enough for everything that ends at all. */
function runGroup(actors: Actor[], options: Partial<GroupOptions> & { signal?: AbortSignal } = {}) {
  const { signal, ...rest } = options
  const group = createGroup({ graceMs: 5_000, ...rest })
  for (const actor of actors) group.add(actor)
  return group.run(signal)
}

/** Lives until it is stopped, as a listener does. */
function createListener(name: string, overrides: Partial<Actor> = {}) {
  const stopped = vi.fn()
  const run = (signal: AbortSignal) => once(signal, 'abort')
  return { stopped, actor: { name, run, stop: stopped, ...overrides } satisfies Actor }
}

const ends = (name: string, value?: unknown): Actor => ({ name, run: async () => value })
const fails = (name: string, error: unknown): Actor => ({ name, run: () => Promise.reject(error) })

test('G1 a group without actors ends at once and well', async () => {
  const result = await runGroup([])

  expect(result).toEqual({ cause: { kind: 'empty' }, errors: [], abandoned: [] })
  expect(exitCode(result)).toBe(0)
})

test('G2 one error ends the group, stops the others and is the cause', async () => {
  const error = new Error('broker gone')
  const listener = createListener('app')

  const result = await runGroup([listener.actor, fails('consumer', error)])

  expect(result.cause).toEqual({ kind: 'failed', actor: 'consumer', error })
  expect(result.errors).toEqual([error])
  expect(listener.stopped).toHaveBeenCalledOnce()
  expect(exitCode(result)).toBe(1)
})

test('G3 the first error is the cause, a second one is collected', async () => {
  const first = new Error('first')
  const second = new Error('second')
  const late = createListener('late', {
    run: async (signal) => {
      await once(signal, 'abort')
      throw second
    },
  })

  const result = await runGroup([late.actor, fails('early', first)])

  expect(result.cause).toEqual({ kind: 'failed', actor: 'early', error: first })
  expect(result.errors).toEqual([first, second])
})

test('G3 what rejects with the reason it was stopped with is no error', async () => {
  const obedient: Actor = {
    name: 'obedient',
    run: async (signal) => {
      await once(signal, 'abort')
      signal.throwIfAborted()
    },
  }
  const wrapping: Actor = {
    name: 'wrapping',
    run: async (signal) => {
      await once(signal, 'abort')
      throw new DOMException('aborted', { name: 'AbortError', cause: signal.reason })
    },
  }

  const result = await runGroup([obedient, wrapping, ends('first')])

  expect(result.errors).toEqual([])
})

test('G4 an actor that ends with nothing still stops the others, and that is not what was asked for', async () => {
  const listener = createListener('app')

  const result = await runGroup([listener.actor, ends('debug')])

  expect(result.cause).toEqual({ kind: 'ended', actor: 'debug', value: undefined })
  expect(listener.stopped).toHaveBeenCalledOnce()
  expect(exitCode(result)).toBe(1)
})

test('G5 a hundred actors all start and all stop', async () => {
  const listeners = Array.from({ length: 100 }, (_, index) => createListener(`listener ${index}`))

  const result = await runGroup([...listeners.map(({ actor }) => actor), ends('last')])

  expect(listeners.filter(({ stopped }) => stopped.mock.calls.length === 1)).toHaveLength(100)
  expect(result.abandoned).toEqual([])
})

test('G6 under a signal that is aborted already nothing starts', async () => {
  const start = vi.fn()

  const result = await runGroup([{ name: 'app', start }], { signal: AbortSignal.abort('no') })

  expect(start).not.toHaveBeenCalled()
  expect(result.cause).toEqual({ kind: 'aborted', reason: 'no' })
  expect(exitCode(result)).toBe(0)
})

test('G6 a signal that is aborted later stops everything', async () => {
  const parent = new AbortController()
  const listener = createListener('app')
  const ready = Promise.withResolvers<void>()
  const last: Actor = { name: 'last', start: async () => ready.resolve() }

  const running = runGroup([listener.actor, last], { signal: parent.signal })
  await ready.promise
  parent.abort('enough')

  expect(await running).toMatchObject({ cause: { kind: 'aborted', reason: 'enough' }, errors: [] })
  expect(listener.stopped).toHaveBeenCalledOnce()
})

test('G7 the signal of an actor is aborted only after its stop has ended', async () => {
  const seen: boolean[] = []
  const watched: Actor & { life?: AbortSignal } = {
    name: 'watched',
    async run(signal) {
      this.life = signal
      await once(signal, 'abort')
    },
    async stop() {
      seen.push(this.life?.aborted ?? true)
      await new Promise(setImmediate)
      seen.push(this.life?.aborted ?? true)
    },
  }

  await runGroup([watched, ends('last')])

  expect(seen).toEqual([false, false])
  expect(watched.life?.aborted).toBe(true)
})

test('G8 when the second port is in use the first is closed, its port free, the error named', async () => {
  await using holder = await listen(createServer(), 0)
  const first = createServer()

  const result = await runGroup([
    listenerOn('app', first, 0),
    listenerOn('debug', createServer(), portOf(holder)),
  ])

  expect(result.cause).toMatchObject({
    kind: 'failed',
    actor: 'debug',
    error: { code: 'EADDRINUSE' },
  })
  expect(first.listening).toBe(false)
  expect(exitCode(result)).toBe(1)
})

test('G8 what failed to start is not stopped, what comes after it is never started', async () => {
  const stop = vi.fn()
  const start = vi.fn()
  const broken: Actor = { name: 'broken', start: () => Promise.reject(new Error('no')), stop }

  await runGroup([broken, { name: 'after', start, stop }])

  expect(start).not.toHaveBeenCalled()
  expect(stop).not.toHaveBeenCalled()
})

test('G9 stop after an actor has returned is harmless', async () => {
  const stop = vi.fn()

  const result = await runGroup([{ ...ends('done', 42), stop }])

  expect(stop).toHaveBeenCalledOnce()
  expect(result).toEqual({
    cause: { kind: 'ended', actor: 'done', value: 42 },
    errors: [],
    abandoned: [],
  })
})

test('G10 when one stop throws the others are still stopped', async () => {
  const broken = new Error('cannot close')
  const before = createListener('before')
  const after = createListener('after')
  const thrower = createListener('thrower', {
    stop: () => {
      throw broken
    },
  })

  const result = await runGroup([before.actor, thrower.actor, after.actor, ends('last')])

  expect(before.stopped).toHaveBeenCalledOnce()
  expect(after.stopped).toHaveBeenCalledOnce()
  expect(result.errors).toEqual([broken])
})

test('G11 an actor that ignores its stop is abandoned by name', async () => {
  const deaf: Actor = { name: 'deaf', run: () => new Promise(() => {}) }
  const listener = createListener('app')

  const result = await runGroup([listener.actor, deaf, ends('last')], { graceMs: 40 })

  expect(result.abandoned).toEqual(['deaf'])
  expect(listener.stopped).toHaveBeenCalledOnce()
  expect(exitCode(result)).toBe(1)
})

test('G11 an actor that never gets ready and ignores the end is abandoned by name', async () => {
  const starting = Promise.withResolvers<void>()
  const first: Actor = { name: 'first', run: () => starting.promise }
  const deaf: Actor = {
    name: 'deaf',
    start() {
      starting.resolve()
      return new Promise(() => {})
    },
  }

  const result = await runGroup([first, deaf], { graceMs: 40 })

  expect(result.abandoned).toEqual(['deaf'])
})

test('G11 work that an actor abandoned is named with the actor', async () => {
  const tasks: Actor = {
    name: 'tasks',
    stop: () => Promise.reject(new WorkAbandoned(['mail (trace ab)', 'publish'])),
  }

  const result = await runGroup([tasks, ends('last')])

  expect(result).toMatchObject({
    errors: [],
    abandoned: ['tasks: mail (trace ab)', 'tasks: publish'],
  })
})

test('a group runs once, and nothing is added after its start', async () => {
  const group = createGroup({ graceMs: 100 })
  await group.run()

  await expect(group.run()).rejects.toMatchObject({ code: 'group-misused', kind: 'internal' })
  expect(() => group.add(ends('late'))).toThrow('late was added after the group was run')
})

test('an actor without run lives until it is stopped', async () => {
  const parent = new AbortController()
  const stop = vi.fn()
  const pool: Actor = { name: 'pool', stop }

  const running = runGroup([pool, { name: 'last', start: async () => parent.abort('enough') }], {
    signal: parent.signal,
  })

  expect((await running).cause.kind).toBe('aborted')
  expect(stop).toHaveBeenCalledOnce()
})

function listenerOn(name: string, server: Server, port: number): Actor {
  return {
    name,
    start: () => listen(server, port),
    run: () => once(server, 'close'),
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

async function listen(server: Server, port: number): Promise<Server> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
