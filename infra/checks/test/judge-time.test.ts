import { expect, test } from 'vitest'
import { suiteBudgets } from '../src/budgets/budgets.ts'
import { judgeTime, shareOfBudget, type Timed } from '../src/budgets/judge-time.ts'
import { startStopwatch } from '../src/budgets/start-stopwatch.ts'
import { runCommand } from '../src/run-command.ts'
import { allSuites } from '../src/tests/suites.ts'

const budgets = { calibrationMs: 10, suites: { unit: { seconds: 100, why: 'many small files' } } }
const files = [
  { file: 'a.test.ts', seconds: 20 },
  { file: 'b.test.ts', seconds: 90.4 },
  { file: 'c.test.ts', seconds: 1 },
  { file: 'd.test.ts', seconds: 40 },
]

function timed(ownSeconds: number, calibrationMs = 10): Timed {
  return { names: ['unit'], took: { wallSeconds: 1_000, ownSeconds }, calibrationMs, files }
}

test('a suite that takes half as long again as it may is told so, with its three slowest files', () => {
  expect(judgeTime(timed(151), budgets)).toEqual([
    "it took 151 s of this machine's own time, and half as long again as the 100 s that it may take is too long; slowest: b.test.ts 90 s, d.test.ts 40 s, a.test.ts 20 s. Make it faster, or give infra/checks/suite-budgets.json a reason.",
  ])
})

test.each([
  ['below its budget', timed(99)],
  ['a little above it', timed(149)],
  ['on a machine of half the speed', timed(290, 20)],
  ['without a budget', { ...timed(1_000), names: ['template'] }],
  ['on a system that does not say', { ...timed(1_000), took: { wallSeconds: 1_000 } }],
])('a suite %s is good, however long the clock says', (_, suite) => {
  expect(judgeTime(suite, budgets)).toEqual([])
})

test('suites side by side have the time of all of them', () => {
  const both = { ...budgets, suites: { ...budgets.suites, e2e: { seconds: 50, why: 'systems' } } }
  const together = (ownSeconds: number) => ({ ...timed(ownSeconds), names: ['unit', 'e2e'] })

  expect(judgeTime(together(220), both)).toEqual([])
  expect(judgeTime(together(230), both)).toEqual([expect.stringContaining('the 150 s that it may')])
  expect(shareOfBudget(together(75), both)).toBe('50 % of 150 s')
})

test('a faster machine has the same time, not less', () => {
  expect(judgeTime(timed(140, 1), budgets)).toEqual([])
  expect(shareOfBudget(timed(140, 1), budgets)).toBe('140 % of 100 s')
})

test('what a suite has used is a share of what it may use here', () => {
  expect(shareOfBudget(timed(30), budgets)).toBe('30 % of 100 s')
  expect(shareOfBudget(timed(30, 20), budgets)).toBe('15 % of 200 s')
  expect(shareOfBudget({ ...timed(1), names: ['template'] }, budgets)).toBeUndefined()
})

test.each([
  ['alone', { ours: 100, idle: 40, others: 0 }, 70],
  ['beside busy programs, which leave nothing idle', { ours: 100, idle: 0, others: 700 }, 50],
  ['beside programs that write to the same disk', { ours: 100, idle: 10, others: 300 }, 55],
])('own time %s', (_, { ours, idle, others }, own) => {
  const cores = 2
  const at = (share: number) => ({
    processorSeconds: 1_000 + share * ours,
    idleSeconds: 5_000 + share * idle,
    cores,
  })
  const readings = [at(0), at(1)]
  const nowMs = [0, (1_000 * (ours + idle + others)) / cores]

  const took = startStopwatch({
    read: () => readings.shift(),
    now: () => nowMs.shift() ?? 0,
  })()

  expect(took).toEqual({
    wallSeconds: (ours + idle + others) / cores,
    ownSeconds: own,
    processorSeconds: ours,
  })
})

test('the processor time of ended children counts', async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux says what its processor did')
  const read = startStopwatch()

  const burn = 'const end = process.cpuUsage().user + 2e5; while (process.cpuUsage().user < end);'
  await runCommand({ file: process.execPath, args: ['-e', burn], cwd: '/' })

  const { processorSeconds = 0, ownSeconds = 0, wallSeconds } = read()
  expect(processorSeconds).toBeGreaterThan(0.2)
  expect(ownSeconds).toBeGreaterThan(0)
  expect(ownSeconds).toBeLessThanOrEqual(wallSeconds)
})

test('every suite has a budget and a reason, and every budget a suite', () => {
  const names = allSuites.map(({ name }) => name)

  expect(Object.keys(suiteBudgets.suites)).toEqual(names)
  for (const { seconds, why } of Object.values(suiteBudgets.suites)) {
    expect(seconds).toBeGreaterThan(0)
    expect(why).toMatch(/\w+ \w+ \w+/)
  }
  expect(suiteBudgets.calibrationMs).toBeGreaterThan(0)
})
