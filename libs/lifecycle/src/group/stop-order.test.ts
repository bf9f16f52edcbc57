import { once } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { blockFor } from '../../test/block-for.ts'
import {
  type Actor,
  createGroup,
  createReadiness,
  exitCode,
  type GroupOptions,
  type Readiness,
  WorkAbandoned,
} from '../index.ts'

afterEach(() => vi.useRealTimers())

/** A service as design.md draws it, dependencies first; everything it does is written down. */
function createService(
  names: readonly string[],
  readiness: Readiness,
  overrides: Record<string, Partial<Actor>> = {},
) {
  const record: string[] = []
  const write = (what: string) => async () =>
    void record.push(`${what}${readiness.ready() ? '' : ', not ready'}`)
  const end = new AbortController()
  const actors = names.map(
    (name): Actor => ({
      name,
      start: write(`start ${name}`),
      run: (signal) => once(signal, 'abort'),
      quiesce: write(`quiesce ${name}`),
      stop: write(`stop ${name}`),
      ...overrides[name],
    }),
  )
  return { record, actors, end }
}

const names = [
  'signals',
  'debug',
  'telemetry',
  'pool',
  'producer',
  'relay',
  'tasks',
  'consumers',
  'app',
]

type Service = ReturnType<typeof createService>

/** Starts the service, waits until it is ready, then stops it. */
async function startAndStop(
  { actors, end }: Service,
  options: GroupOptions & { readiness: Readiness },
) {
  const group = createGroup(options)
  for (const actor of actors) group.add(actor)
  group.add({ name: 'all ready', run: () => once(end.signal, 'abort') })
  const running = group.run()
  await expect.poll(() => options.readiness.ready()).toBe(true)
  end.abort()
  return running
}

test('S1 everything starts down the list, takes no new work, then stops up the list', async () => {
  const readiness = createReadiness()
  const service = createService(names, readiness)

  await startAndStop(service, { graceMs: 5_000, readiness })

  const stopOrder = [
    'app',
    'consumers',
    'tasks',
    'relay',
    'producer',
    'pool',
    'telemetry',
    'debug',
    'signals',
  ]
  expect(service.record).toEqual([
    ...names.map((name) => `start ${name}, not ready`),
    ...stopOrder.map((name) => `quiesce ${name}, not ready`),
    ...stopOrder.map((name) => `stop ${name}, not ready`),
  ])
})

test('S1 the next actor is stopped only when the one before it has ended', async () => {
  const readiness = createReadiness()
  const log: string[] = []
  const service = createService(['producer', 'tasks'], readiness, {
    tasks: {
      stop: async () => {
        await new Promise(setImmediate)
        log.push('tasks drained')
      },
    },
    producer: { stop: async () => void log.push('producer disconnected') },
  })

  await startAndStop(service, { graceMs: 5_000, readiness })

  expect(log).toEqual(['tasks drained', 'producer disconnected'])
})

test('S1 an actor is stopped only when its own quiesce has ended', async () => {
  const readiness = createReadiness()
  const log: string[] = []
  const service = createService(['consumers'], readiness, {
    consumers: {
      quiesce: async () => {
        await new Promise(setImmediate)
        log.push('fetching ended')
      },
      stop: async () => void log.push('disconnected'),
    },
  })

  await startAndStop(service, { graceMs: 5_000, readiness })

  expect(log).toEqual(['fetching ended', 'disconnected'])
})

test('S1 readiness refuses for the whole drain delay, and only then is the first one stopped', async () => {
  const readiness = createReadiness()
  const times: Record<string, number> = {}
  const mark = (what: string) => () => {
    times[what] = performance.now()
  }
  const service = createService(['app'], readiness, {
    app: { quiesce: mark('quiesce'), stop: mark('stop') },
  })

  await startAndStop(service, { graceMs: 5_000, readiness, drainDelayMs: 50 })

  expect(Number(times.stop) - Number(times.quiesce)).toBeGreaterThanOrEqual(49)
})

test('S2 a closer throws: the rest is stopped all the same, exit code 1', async () => {
  const readiness = createReadiness()
  const broken = new Error('flush failed')
  const service = createService(names, readiness, {
    producer: { stop: () => Promise.reject(broken) },
    consumers: { quiesce: () => Promise.reject(broken) },
  })

  const result = await startAndStop(service, { graceMs: 5_000, readiness })

  expect(service.record.filter((line) => line.startsWith('stop'))).toHaveLength(names.length - 1)
  expect(result.errors).toEqual([broken, broken])
  expect(exitCode(result)).toBe(1)
})

test('S3 a closer hangs: it is told, then abandoned; the rest still has its time', async () => {
  const readiness = createReadiness()
  const told: AbortSignal[] = []
  const service = createService(['pool', 'tasks', 'app'], readiness, {
    app: { stop: (signal) => new Promise(() => told.push(signal)) },
    // Takes a moment, and gets it although the budget was spent by another.
    tasks: { stop: () => new Promise((resolve) => setTimeout(resolve, 5)), reserveMs: 60 },
  })

  const result = await startAndStop(service, { graceMs: 200, readiness })

  expect(told[0]?.aborted).toBe(true)
  expect(result.abandoned).toEqual(['app'])
  expect(service.record).toContain('stop pool, not ready')
})

test('S3 an actor that is told late that its budget is spent still has all of its last time', async () => {
  const readiness = createReadiness()
  const service = createService(['tasks'], readiness, {
    tasks: {
      async stop(signal, lastMs) {
        await once(signal, 'abort')
        blockFor(lastMs / 2)
        await new Promise((resolve) => setTimeout(resolve, lastMs * 0.8))
        throw new WorkAbandoned(['publish'])
      },
    },
  })

  const result = await startAndStop(service, { graceMs: 200, readiness })

  expect(result.abandoned).toEqual(['tasks: publish'])
})

test('S3 when the budget is spent the actor’s own signal is aborted too', async () => {
  const readiness = createReadiness()
  const ended = vi.fn()
  const service = createService(['app'], readiness, {
    app: {
      run: (signal) => once(signal, 'abort').then(ended),
      stop: () => new Promise(() => {}),
    },
  })

  await startAndStop(service, { graceMs: 60, readiness })

  expect(ended).toHaveBeenCalledOnce()
})

test('S3 a quiesce that hangs holds up its own actor only', async () => {
  const readiness = createReadiness()
  const service = createService(names, readiness, {
    consumers: { quiesce: () => new Promise(() => {}) },
  })

  const result = await startAndStop(service, { graceMs: 100, readiness })

  expect(result.abandoned).toEqual(['consumers'])
  expect(service.record.filter((line) => line.startsWith('stop'))).toHaveLength(names.length - 1)
})

test('S3 several that hang share one budget', async () => {
  vi.useFakeTimers()
  const readiness = createReadiness()
  const told: string[] = []
  const services = ['a', 'b', 'c', 'd']
  const hang = (name: string) => ({ stop: () => new Promise(() => told.push(name)) })
  const hangs = Object.fromEntries(services.map((name) => [name, hang(name)]))
  const service = createService(services, readiness, hangs)

  const stopped = startAndStop(service, { graceMs: 500, readiness })
  await expect.poll(() => told).toEqual(['d'])
  // Four budgets would be four times this.
  await vi.advanceTimersByTimeAsync(500)

  expect(told).toEqual(['d', 'c', 'b', 'a'])
  expect((await stopped).abandoned).toEqual(['d', 'c', 'b', 'a'])
})

test('S6 what ends during start-up stops what was started, and starts nothing more', async () => {
  const readiness = createReadiness()
  const service = createService(['first', 'slow', 'never'], readiness, {
    slow: {
      async start(signal) {
        await once(signal, 'abort')
        signal.throwIfAborted()
      },
    },
  })
  const parent = new AbortController()
  const group = createGroup({ graceMs: 5_000, readiness })
  for (const actor of service.actors) group.add(actor)

  const running = group.run(parent.signal)
  await expect.poll(() => service.record).toContain('start first, not ready')
  parent.abort('enough')

  expect(await running).toMatchObject({ errors: [], abandoned: [] })
  expect(service.record).toEqual([
    'start first, not ready',
    'quiesce first, not ready',
    'stop first, not ready',
  ])
})

test('S6 what gets ready after the end was decided is stopped, and never run', async () => {
  const run = vi.fn(async () => {})
  const stop = vi.fn()
  const parent = new AbortController()
  const group = createGroup({ graceMs: 5_000 })
  group.add({
    name: 'late',
    async start(signal) {
      parent.abort('enough')
      await once(signal, 'abort')
    },
    run,
    stop,
  })

  const result = await group.run(parent.signal)

  expect(result).toMatchObject({ errors: [], abandoned: [] })
  expect(run).not.toHaveBeenCalled()
  expect(stop).toHaveBeenCalledOnce()
})
