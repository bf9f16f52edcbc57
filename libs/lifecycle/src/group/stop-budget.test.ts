import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStopBudget } from './stop-budget.ts'

// Time itself is the subject here, so it is the test that moves it.
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const [app, tasks, telemetry] = [
  { name: 'app' },
  { name: 'tasks', reserveMs: 300 },
  { name: 'telemetry', reserveMs: 600 },
] as const

test('the first may use all but the reserves, its own included', () => {
  const budget = createStopBudget(8_000, [app, tasks, telemetry])

  expect(budget.windowFor(app)).toEqual({ softMs: 7_000, lastMs: 100 })
})

test('what one did not use the next may', () => {
  const budget = createStopBudget(8_000, [app, tasks, telemetry])
  budget.windowFor(app)

  vi.advanceTimersByTime(50)

  expect(budget.windowFor(tasks)).toEqual({ softMs: 7_050, lastMs: 300 })
})

test('when one has spent everything the next ones have their reserves, and not more than the budget', () => {
  const budget = createStopBudget(8_000, [app, tasks, telemetry])
  budget.windowFor(app)

  vi.advanceTimersByTime(7_100)
  expect(budget.windowFor(tasks)).toEqual({ softMs: 0, lastMs: 300 })
  vi.advanceTimersByTime(300)
  expect(budget.windowFor(telemetry)).toEqual({ softMs: 0, lastMs: 600 })
})

test('reserves of more than half of the budget shrink to it', () => {
  const budget = createStopBudget(1_000, [app, tasks, telemetry])

  expect(budget.windowFor(app)).toEqual({ softMs: 500, lastMs: 50 })
  expect(budget.windowFor(tasks)).toEqual({ softMs: 550, lastMs: 150 })
  expect(budget.windowFor(telemetry)).toEqual({ softMs: 700, lastMs: 300 })
})

test('L6 a budget that no timer can hold does not end at once', () => {
  const budget = createStopBudget(600 * 3_600_000, [app])

  expect(budget.windowFor(app)).toEqual({ softMs: 2 ** 31 - 1 - 100, lastMs: 100 })
})
