import { expect, test } from 'vitest'
import { createWork, type TaskSource } from './work.ts'

function source(name: string, ...agesMs: number[]): TaskSource {
  const task = { name: 'mail', state: 'running', traceId: undefined, stack: undefined } as const
  return { name, pending: () => agesMs.map((ageMs) => ({ ...task, ageMs })) }
}

test('the tasks of all registries stand in one list, oldest first, with their owners', () => {
  const work = createWork(() => [], [source('orders', 30, 10), source('mails', 20)])

  const tasks = work.tasks().map(({ registry, ageMs }) => [registry, ageMs])

  expect(tasks).toEqual([
    ['orders', 30],
    ['mails', 20],
    ['orders', 10],
  ])
})
