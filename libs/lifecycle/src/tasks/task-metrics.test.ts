import { metrics } from '@opentelemetry/api'
import { type DataPoint, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import { rootScope as scope } from '@tailspan/scope'
import { expect, test } from 'vitest'
import { createTaskRegistry, type TaskRegistryOptions } from '../index.ts'

class Reader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

const reader = new Reader()
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))

/** The figures of one registry: metric name, then outcome where there is one, to value. */
async function readFigures(name: string): Promise<Record<string, number>> {
  const { resourceMetrics } = await reader.collect()
  const all = resourceMetrics.scopeMetrics.flatMap((inScope) => inScope.metrics)
  const points = all.flatMap(({ descriptor, dataPoints }) =>
    (dataPoints as DataPoint<number>[])
      .filter(({ attributes }) => attributes['tailspan.task.registry'] === name)
      .map(({ attributes, value }) => {
        const outcome = attributes['tailspan.task.outcome']
        return [outcome ? `${descriptor.name} ${outcome}` : descriptor.name, value]
      }),
  )
  return Object.fromEntries(points)
}

const deaf = () => new Promise(() => {})
const createRegistry = (options: Partial<TaskRegistryOptions> & { name: string }) =>
  createTaskRegistry({ maxRunning: 2, maxQueued: 1, ...options })

test('the gauges tell what is pending, running and queued, and how old the oldest is', async () => {
  const registry = createRegistry({ name: 'gauges' })
  for (const name of ['a', 'b', 'c']) registry.run(name, 1, deaf, { scope })

  await expect.poll(() => registry.pending()[0]?.ageMs).toBeGreaterThan(5)
  const figures = await readFigures('gauges')

  expect(figures).toMatchObject({
    'tailspan.tasks.pending': 3,
    'tailspan.tasks.running': 2,
    'tailspan.tasks.queued': 1,
  })
  expect(figures['tailspan.tasks.oldest_age']).toBeGreaterThan(0.005)
  expect(figures['tailspan.tasks.oldest_age']).toBeLessThan(60)
})

test('every end is counted by its outcome, once', async () => {
  const registry = createRegistry({ name: 'ends', maxRunning: 10 })
  registry.run('works', 1, async () => {}, { scope })
  registry.run('works', 1, async () => {}, { scope })
  registry.run('fails', 1, () => Promise.reject(new Error('no')), { scope })
  registry.run('late', 1, deaf, { scope, timeoutMs: 1 })
  registry.run('stuck', 1, deaf, { scope })

  await expect
    .poll(() => registry.pending().map(({ state }) => state))
    .toEqual(['overdue', 'running'])
  await registry.drain({ timeoutMs: 1, graceMs: 1 })

  expect(await readFigures('ends')).toMatchObject({
    'tailspan.tasks.ended completed': 2,
    'tailspan.tasks.ended failed': 1,
    'tailspan.tasks.ended timed-out': 1,
    'tailspan.tasks.ended abandoned': 1,
    'tailspan.tasks.pending': 0,
    'tailspan.tasks.running': 0,
  })
})

test('an abandoned task that ends after all is not counted twice', async () => {
  const registry = createRegistry({ name: 'zombie' })
  const { promise, resolve } = Promise.withResolvers<void>()
  registry.run('zombie', 1, () => promise, { scope })
  await registry.drain({ timeoutMs: 1, graceMs: 1 })

  resolve()
  await new Promise(setImmediate)

  const figures = await readFigures('zombie')
  expect(figures['tailspan.tasks.running']).toBe(0)
  expect(figures['tailspan.tasks.ended abandoned']).toBe(1)
  expect(figures['tailspan.tasks.ended completed']).toBeUndefined()
})

test('B11 what is refused is counted', async () => {
  const registry = createRegistry({ name: 'refused', maxRunning: 1, maxQueued: 0 })
  registry.run('first', 1, deaf, { scope })

  expect(() => registry.run('second', 1, deaf, { scope })).toThrow()
  expect(() => registry.reserve()).toThrow()

  expect((await readFigures('refused'))['tailspan.tasks.refused']).toBe(2)
})

test('when nothing is pending the oldest has no age', async () => {
  createRegistry({ name: 'idle' })

  expect(await readFigures('idle')).toEqual({
    'tailspan.tasks.pending': 0,
    'tailspan.tasks.running': 0,
    'tailspan.tasks.queued': 0,
    'tailspan.tasks.oldest_age': 0,
  })
})
