import { setImmediate as turn } from 'node:timers/promises'
import {
  createScope,
  rootScope,
  type Scope,
  untilAborted,
  withCancel,
  withTimeout,
} from '@tailspan/scope'
import { expect, test, vi } from 'vitest'
import { createTaskRegistry, type TaskRegistryOptions } from '../index.ts'

const scope = rootScope

function createRegistry(options: Partial<TaskRegistryOptions> = {}) {
  const onError = vi.fn()
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const registry = createTaskRegistry({ maxRunning: 100, maxQueued: 100, onError, log, ...options })
  return { registry, onError, log }
}

/** Work that is done when the test says so, or when it is cancelled. */
function createWork() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const scopes: Scope[] = []
  const work = async (_data: unknown, own: Scope) => {
    scopes.push(own)
    const cancelled = new Promise((_, reject) => {
      own.signal.addEventListener('abort', () => reject(own.signal.reason), { once: true })
    })
    await Promise.race([promise, cancelled])
  }
  return { work, scopes, finish: resolve }
}

test('a task gets the data and a scope of its own', async () => {
  const { registry } = createRegistry({ taskTimeoutMs: 600_000 })
  const request = withCancel(createScope())
  const seen: [unknown, Scope][] = []

  registry.run('publish', { orderId: 'o-1' }, async (data, own) => seen.push([data, own]), {
    scope: request.scope,
  })
  request.cancel('client gone')
  await registry.drain()

  const [data, own] = seen[0] ?? []
  expect(data).toEqual({ orderId: 'o-1' })
  expect(own?.signal.aborted).toBe(false)
  expect(own?.deadlineMs).toBeGreaterThan(Date.now())
})

test('B4 of three tasks one throws and one rejects: all ran, two errors are reported, nothing is unhandled', async () => {
  const { registry, onError, log } = createRegistry()
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  const ran: string[] = []

  registry.run('throws', 1, () => throwing(ran, 'throws'), { scope })
  registry.run('rejects', 2, async () => throwing(ran, 'rejects'), { scope })
  registry.run('works', 3, async () => ran.push('works'), { scope })
  await registry.drain()
  await turn()
  process.off('unhandledRejection', unhandled)

  expect(ran).toEqual(['throws', 'rejects', 'works'])
  expect(onError.mock.calls.map(([error, { name }]) => [error.message, name])).toEqual([
    ['throws', 'throws'],
    ['rejects', 'rejects'],
  ])
  expect(log.error).toHaveBeenCalledTimes(2)
  expect(unhandled).not.toHaveBeenCalled()
})

test('B4 a reporter that throws itself stops no task, and is warned of', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue()
  const { registry } = createRegistry({
    onError: () => {
      throw new Error('the reporter is broken')
    },
  })

  registry.run('fails', 1, () => Promise.reject(new Error('no')), { scope })
  registry.run('works', 2, async () => {}, { scope })

  expect(await registry.drain()).toEqual({ completed: 1, failed: 1, abandoned: [] })
  expect(warned).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ message: 'the reporter is broken' }),
  )
  warned.mockRestore()
})

test('B5 drain waits for tasks nested to depth 5', async () => {
  const { registry } = createRegistry()
  const depths: number[] = []
  const nest = async (depth: number, own: Scope) => {
    await turn()
    depths.push(depth)
    if (depth < 5) registry.run('nested', depth + 1, nest, { scope: own })
  }

  registry.run('nested', 1, nest, { scope })
  const result = await registry.drain()

  expect(depths).toEqual([1, 2, 3, 4, 5])
  expect(result.completed).toBe(5)
})

test('B5 a scope derived from the task’s own counts as nested too', async () => {
  const { registry } = createRegistry()
  const nested = vi.fn(async () => {})

  registry.run(
    'outer',
    0,
    async (_data, own) => {
      await turn()
      using derived = withTimeout(own, 1_000)
      registry.run('inner', 0, nested, { scope: derived.scope })
    },
    { scope },
  )
  await registry.drain()

  expect(nested).toHaveBeenCalledOnce()
})

test('B6 run and reserve throw once the drain has begun, and after it', async () => {
  const { registry } = createRegistry()
  const { work, finish } = createWork()
  registry.run('publish', 1, work, { scope })

  const drained = registry.drain()

  const refused = { code: 'tasks-closed', kind: 'unavailable' }
  expect(() => registry.run('late', 1, work, { scope })).toThrow(expect.objectContaining(refused))
  expect(() => registry.reserve()).toThrow(expect.objectContaining(refused))
  finish()
  await drained
  expect(() => registry.run('later', 1, work, { scope })).toThrow(expect.objectContaining(refused))
})

test('B6 a second drain is the first one', async () => {
  const { registry } = createRegistry()
  const { work, finish } = createWork()
  registry.run('publish', 1, work, { scope })

  const first = registry.drain()
  const second = registry.drain({ timeoutMs: 0 })
  finish()

  expect(second).toBe(first)
  expect((await first).completed).toBe(1)
})

test('B7 what is left when the drain’s time is over is told, then named', async () => {
  const { registry, log, onError } = createRegistry()
  const obedient = createWork()
  registry.run('obedient', 1, obedient.work, { scope })
  registry.run('deaf', 1, () => new Promise(() => {}), { scope })

  const result = await registry.drain({ timeoutMs: 1, graceMs: 20 })

  expect(obedient.scopes[0]?.signal.reason).toMatchObject({ code: 'shutting-down' })
  expect(result).toEqual({
    completed: 0,
    failed: 0,
    abandoned: [
      { name: 'obedient', traceId: undefined },
      { name: 'deaf', traceId: undefined },
    ],
  })
  expect(log.error.mock.calls.map(([event, { task }]) => [event, task])).toEqual([
    ['task.abandoned', 'obedient'],
    ['task.abandoned', 'deaf'],
  ])
  expect(onError).not.toHaveBeenCalled()
})

test('B7 a task that is done within the grace is completed, not abandoned', async () => {
  const { registry } = createRegistry()
  const quick = (_data: unknown, own: Scope) => untilAborted(own.signal)
  registry.run('quick', 1, quick, { scope })

  const result = await registry.drain({ timeoutMs: 1, graceMs: 5_000 })

  expect(result).toEqual({ completed: 1, failed: 0, abandoned: [] })
})

test('B7 tasks that never began are abandoned by name and never begin', async () => {
  const { registry } = createRegistry({ maxRunning: 1 })
  const queued = vi.fn(async () => {})
  const waiting = vi.fn(async () => {})
  registry.run('deaf', 1, () => new Promise(() => {}), { scope })
  registry.run('queued', 1, queued, { scope })
  const begins: (() => void)[] = []
  registry.run('waiting', 1, waiting, { scope, start: (begin) => begins.push(begin) })

  const result = await registry.drain({ timeoutMs: 1, graceMs: 1 })
  for (const begin of begins) begin()
  await turn()

  expect(result.abandoned.map(({ name }) => name)).toEqual(['deaf', 'queued', 'waiting'])
  expect(queued).not.toHaveBeenCalled()
  expect(waiting).not.toHaveBeenCalled()
})

test('B7 what is queued does not begin in the place of one that was told to end', async () => {
  const { registry } = createRegistry({ maxRunning: 1 })
  const queued = vi.fn(async () => {})
  registry.run('obedient', 1, createWork().work, { scope })
  registry.run('queued', 1, queued, { scope })

  const result = await registry.drain({ timeoutMs: 1, graceMs: 5_000 })

  expect(result.abandoned.map(({ name }) => name)).toEqual(['obedient', 'queued'])
  expect(queued).not.toHaveBeenCalled()
})

test('B7 a task that was told to end cannot start another', async () => {
  const { registry } = createRegistry()
  const refused = vi.fn()
  const stubborn = async (_data: unknown, own: Scope) => {
    await untilAborted(own.signal)
    try {
      registry.run('nested', 1, async () => {}, { scope: own })
    } catch (error) {
      refused(error)
    }
  }
  registry.run('stubborn', 1, stubborn, { scope })

  await registry.drain({ timeoutMs: 1, graceMs: 5_000 })

  expect(refused).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'tasks-closed' }))
})

test('B7 the signal of a drain ends its waiting as the time does', async () => {
  const { registry } = createRegistry()
  registry.run('deaf', 1, () => new Promise(() => {}), { scope })
  const budget = new AbortController()

  const draining = registry.drain({ signal: budget.signal, graceMs: 1 })
  budget.abort()

  expect((await draining).abandoned).toEqual([{ name: 'deaf', traceId: undefined }])
})

test('B8 a task has its own time, although the request was fine', async () => {
  const { registry, onError, log } = createRegistry({ taskTimeoutMs: 5 })
  const { work, scopes } = createWork()

  registry.run('slow', 1, work, { scope })
  const result = await registry.drain()

  expect(scopes[0]?.signal.reason).toMatchObject({ name: 'TaskTimeout', code: 'task-timeout' })
  expect(result).toEqual({ completed: 0, failed: 1, abandoned: [] })
  expect(onError).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ code: 'task-timeout' }),
    {
      name: 'slow',
      traceId: undefined,
    },
  )
  expect(log.error).toHaveBeenCalledOnce()
})

test('B8 the time of one task can differ from the others’', async () => {
  const { registry } = createRegistry({ taskTimeoutMs: 60_000 })
  const { work, scopes } = createWork()

  registry.run('slow', 1, work, { scope, timeoutMs: 5 })
  await registry.drain()

  expect(scopes[0]?.signal.reason).toMatchObject({ code: 'task-timeout' })
})

test('B8 a task that ignores its end stays visible as overdue, and is abandoned by the drain', async () => {
  const { registry, onError } = createRegistry({ taskTimeoutMs: 1 })
  registry.run('deaf', 1, () => new Promise(() => {}), { scope })

  await expect.poll(() => registry.pending()[0]?.state).toBe('overdue')
  const result = await registry.drain({ timeoutMs: 1, graceMs: 1 })

  expect(result).toEqual({
    completed: 0,
    failed: 0,
    abandoned: [{ name: 'deaf', traceId: undefined }],
  })
  expect(onError).toHaveBeenCalledOnce()
})

test.each([2 ** 33, Number.POSITIVE_INFINITY])(
  'B8 a timeout of %d ms does not fire at once, and Node has nothing to warn of',
  async (timeoutMs) => {
    const { registry } = createRegistry()
    const { work, scopes, finish } = createWork()
    const warned = vi.spyOn(process, 'emitWarning')

    registry.run('patient', 1, work, { scope, timeoutMs })
    await new Promise((resolve) => setTimeout(resolve, 5))

    expect(scopes[0]?.signal.aborted).toBe(false)
    expect(warned).not.toHaveBeenCalled()
    warned.mockRestore()
    finish()
    await registry.drain()
  },
)

test('B8 deadlines keep the process alive while a task is pending, and not after', async () => {
  const countTimers = () =>
    process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const { registry } = createRegistry()
  const first = createWork()
  const before = countTimers()

  registry.run('first', 1, first.work, { scope })
  const during = countTimers()
  first.finish()
  await turn()
  const after = countTimers()
  registry.run('second', 1, createWork().work, { scope })
  const again = countTimers()

  expect([during, after, again]).toEqual([before + 1, before, before + 1])
  await registry.drain({ timeoutMs: 0 })
})

test('B8 time spent in the queue is not the task’s own', async () => {
  const { registry } = createRegistry({ maxRunning: 1, taskTimeoutMs: 60_000 })
  const first = createWork()
  registry.run('first', 1, first.work, { scope })
  const seen = Promise.withResolvers<Scope>()
  registry.run('second', 1, async (_data, own) => seen.resolve(own), { scope })
  const waitingMs = 20

  await new Promise((resolve) => setTimeout(resolve, waitingMs))
  const beforeMs = Date.now()
  first.finish()

  expect((await seen.promise).deadlineMs).toBeGreaterThanOrEqual(beforeMs + 60_000)
})

test('B9 a start hook that is over already starts the task, not synchronously', async () => {
  const { registry } = createRegistry()
  const work = vi.fn(async () => {})

  registry.run('publish', 1, work, { scope, start: (begin) => begin() })
  const calledInside = work.mock.calls.length
  await registry.drain()

  expect(calledInside).toBe(0)
  expect(work).toHaveBeenCalledOnce()
})

test('B9 a start hook that fires twice starts the task once', async () => {
  const { registry } = createRegistry()
  const work = vi.fn(async () => {})

  const start = (begin: () => void) => {
    begin()
    begin()
  }
  registry.run('publish', 1, work, { scope, start })
  await registry.drain()

  expect(work).toHaveBeenCalledOnce()
})

test('B9 a start hook that throws throws at the call site, and leaves nothing pending', async () => {
  const { registry } = createRegistry({ maxRunning: 1, maxQueued: 0 })
  const start = () => {
    throw new Error('no such response')
  }

  expect(() => registry.run('publish', 1, async () => {}, { scope, start })).toThrow(
    'no such response',
  )

  expect(registry.pending()).toEqual([])
  expect(() => registry.reserve().release()).not.toThrow()
  await registry.drain()
})

test('B10 what is not a function throws at the call site, and takes no place', () => {
  const { registry } = createRegistry({ maxRunning: 1, maxQueued: 0 })
  const notAFunction = Promise.resolve() as never

  expect(() => registry.run('publish', 1, notAFunction, { scope })).toThrow(
    new TypeError('task publish: object is not a function'),
  )
  expect(() => registry.reserve().run('publish', 1, notAFunction, { scope })).toThrow(TypeError)

  expect(registry.pending()).toEqual([])
})

test('B11 more than maxRunning are queued, more than maxQueued besides are refused', async () => {
  const { registry } = createRegistry({ maxRunning: 2, maxQueued: 1 })
  const { work, finish } = createWork()
  for (const name of ['a', 'b', 'c']) registry.run(name, 1, work, { scope })

  expect(registry.pending().map(({ name, state }) => [name, state])).toEqual([
    ['a', 'running'],
    ['b', 'running'],
    ['c', 'queued'],
  ])
  expect(() => registry.run('d', 1, work, { scope })).toThrow(
    expect.objectContaining({ code: 'tasks-full', kind: 'unavailable' }),
  )
  finish()
  expect((await registry.drain()).completed).toBe(3)
})

test('B11 a task that ends makes room', async () => {
  const { registry } = createRegistry({ maxRunning: 1, maxQueued: 0 })
  const { work, finish } = createWork()
  registry.run('first', 1, work, { scope })

  finish()
  await expect.poll(() => registry.pending()).toEqual([])

  expect(() => registry.run('second', 1, work, { scope })).not.toThrow()
})

test('B11 with overflow wait the caller waits for room, first come first served', async () => {
  const { registry } = createRegistry({ maxRunning: 1, maxQueued: 0 })
  const first = createWork()
  registry.run('first', 1, first.work, { scope })
  const order: string[] = []
  const note = async (name: string) => order.push(name)

  const second = registry.run('second', 'second', note, { scope, overflow: 'wait' })
  const third = registry.run('third', 'third', note, { scope, overflow: 'wait' })
  expect(order).toEqual([])
  first.finish()
  await Promise.all([second, third])
  await registry.drain()

  expect(order).toEqual(['second', 'third'])
})

test('B11 a caller that waits for room stops waiting when its own scope ends, and leaves no place taken', async () => {
  const { registry } = createRegistry({ maxRunning: 1, maxQueued: 0 })
  const first = createWork()
  registry.run('first', 1, first.work, { scope })
  const request = withCancel(rootScope)
  const late = vi.fn(async () => {})

  const waiting = registry.run('late', 1, late, { scope: request.scope, overflow: 'wait' })
  request.cancel('client gone')

  await expect(waiting).rejects.toBe('client gone')
  first.finish()
  await expect.poll(() => registry.pending()).toEqual([])
  expect(() => registry.reserve().release()).not.toThrow()
  expect(late).not.toHaveBeenCalled()
})

test('B11 a caller that waits for room is turned away when the drain begins', async () => {
  const { registry } = createRegistry({ maxRunning: 1, maxQueued: 0 })
  const first = createWork()
  registry.run('first', 1, first.work, { scope })

  const waiting = registry.run('late', 1, first.work, { scope, overflow: 'wait' })
  const drained = registry.drain()

  await expect(waiting).rejects.toMatchObject({ code: 'tasks-closed' })
  first.finish()
  await drained
})

test('B12 tasks start in the order of their registration, queued ones too', async () => {
  const { registry } = createRegistry({ maxRunning: 2, maxQueued: 100 })
  const started: number[] = []
  const numbers = Array.from({ length: 20 }, (_, index) => index)

  for (const number of numbers) {
    registry.run(
      'numbered',
      number,
      async (own) => {
        started.push(own)
        await turn()
      },
      { scope },
    )
  }
  await registry.drain()

  expect(started).toEqual(numbers)
})

test('a reserved place is there when it is needed, and counts until then', async () => {
  const { registry } = createRegistry({ maxRunning: 1, maxQueued: 0 })
  const work = vi.fn(async () => {})

  const slot = registry.reserve()
  expect(() => registry.reserve()).toThrow(expect.objectContaining({ code: 'tasks-full' }))
  slot.run('publish', 1, work, { scope })
  await registry.drain()

  expect(work).toHaveBeenCalledOnce()
})

test('a released place is free again, once', () => {
  const { registry } = createRegistry({ maxRunning: 1, maxQueued: 0 })

  const slot = registry.reserve()
  slot.release()
  slot.release()

  expect(() => slot.run('late', 1, async () => {}, { scope })).toThrow(
    expect.objectContaining({ code: 'slot-used' }),
  )
  registry.reserve()
  expect(() => registry.reserve()).toThrow(expect.objectContaining({ code: 'tasks-full' }))
})

test('a place that was used is not given back at the end of its block', async () => {
  const { registry } = createRegistry({ maxRunning: 1, maxQueued: 0 })
  const { work } = createWork()
  {
    using slot = registry.reserve()
    slot.run('publish', 1, work, { scope })
  }

  expect(() => registry.reserve()).toThrow(expect.objectContaining({ code: 'tasks-full' }))
})

test('drain waits for a place that is reserved, and its task still runs', async () => {
  const { registry } = createRegistry()
  const slot = registry.reserve()
  const work = vi.fn(async () => {})

  const drained = registry.drain()
  await turn()
  slot.run('publish', 1, work, { scope })

  expect((await drained).completed).toBe(1)
})

test('a reserved place is of no use once the drain has ended', async () => {
  const { registry } = createRegistry()
  const slot = registry.reserve()
  const work = vi.fn(async () => {})

  await registry.drain({ timeoutMs: 1, graceMs: 1 })

  expect(() => slot.run('late', 1, work, { scope })).toThrow(
    expect.objectContaining({ code: 'tasks-closed' }),
  )
  expect(work).not.toHaveBeenCalled()
})

test('drain names what was done from its call on, and nothing from before', async () => {
  const { registry } = createRegistry()
  registry.run('before', 1, async () => {}, { scope })
  await expect.poll(() => registry.pending()).toEqual([])

  expect(await registry.drain()).toEqual({ completed: 0, failed: 0, abandoned: [] })
})

test('pending work is listed oldest first, with its age and where it was made', async () => {
  const { registry } = createRegistry()
  const { work } = createWork()

  registry.run('older', 1, work, { scope })
  await turn()
  registry.run('younger', 1, work, { scope })

  const [older, younger] = registry.pending()
  expect([older?.name, younger?.name]).toEqual(['older', 'younger'])
  expect(older?.ageMs).toBeGreaterThan(younger?.ageMs ?? Number.NaN)
  expect(older?.stack).toMatch(/^ {4}at .*create-task-registry\.test\.ts/)
})

test('a task from a reserved place is listed with where it was made', () => {
  const { registry } = createRegistry()
  const { work } = createWork()

  registry.reserve().run('reserved', 1, work, { scope })

  expect(registry.pending()[0]?.stack).toMatch(/^ {4}at .*create-task-registry\.test\.ts/)
})

test('without stacks nothing is captured', () => {
  const { registry } = createRegistry({ stacks: false })
  const { work } = createWork()

  registry.run('publish', 1, work, { scope })

  expect(registry.pending()[0]?.stack).toBeUndefined()
})

test('the actor drains until its budget is spent, and fails with the names of what was abandoned', async () => {
  const { registry } = createRegistry({ name: 'background' })
  registry.run('deaf', 1, () => new Promise(() => {}), { scope })
  const budget = new AbortController()

  const stopping = registry.actor.stop?.(budget.signal, 10)
  budget.abort()

  expect(registry.actor.name).toBe('background')
  await expect(stopping).rejects.toMatchObject({ code: 'work-abandoned', work: ['deaf'] })
})

function throwing(ran: string[], name: string): never {
  ran.push(name)
  throw new Error(name)
}
