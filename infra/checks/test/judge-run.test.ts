import { expect, test } from 'vitest'
import { judgeRun } from '../src/tests/judge-run.ts'
import type { TestReport } from '../src/tests/report.ts'

const here = { file: 'libs/scope/src/a.test.ts', project: 'unit' }
const passed: TestReport = { ...here, name: 'D1', state: 'passed' }
const failed: TestReport = {
  ...here,
  name: 'D2',
  state: 'failed',
  complaint: 'expected 1 to be 2 (line 7)',
}
const skipped: TestReport = { ...passed, name: 'D3', state: 'skipped', reason: 'no IPv6 here' }

test('tests are counted by their state, skipped ones with their reason', () => {
  const report = { tests: [passed, passed, failed, skipped], faults: [], files: [] }

  const judged = judgeRun({ exitCode: 1, report, leftBehind: [] })

  expect(judged).toMatchObject({ passed: 2, failed: 1, skipped: 1 })
  expect(judged.failures).toEqual(['libs/scope/src/a.test.ts > D2: expected 1 to be 2 (line 7)'])
  expect(judged.skips).toEqual(['libs/scope/src/a.test.ts > D3: no IPv6 here'])
})

test('where several projects ran, a test is named with its own', () => {
  const elsewhere = { ...failed, project: 'unit-on-26' }
  const report = { tests: [passed, failed, elsewhere, skipped], faults: [], files: [] }

  const { failures, skips } = judgeRun({ exitCode: 1, report, leftBehind: [] })

  expect(failures).toEqual([
    '[unit] libs/scope/src/a.test.ts > D2: expected 1 to be 2 (line 7)',
    '[unit-on-26] libs/scope/src/a.test.ts > D2: expected 1 to be 2 (line 7)',
  ])
  expect(skips).toEqual(['[unit] libs/scope/src/a.test.ts > D3: no IPv6 here'])
})

test.each([
  [
    'that ran no test',
    { exitCode: 0, report: { tests: [], faults: [], files: [] } },
    'ran no test',
  ],
  [
    'that skipped all it had',
    { exitCode: 0, report: { tests: [skipped], faults: [], files: [] } },
    'ran no test',
  ],
  ['without a report', { exitCode: 137, report: undefined }, 'ended with 137 and left no report'],
  [
    'that ended badly for a reason of its own',
    { exitCode: 1, report: { tests: [passed], faults: [], files: [] } },
    'ended with 1 and no failing test',
  ],
  [
    'with an error outside every test',
    { exitCode: 1, report: { tests: [passed], faults: ['a.test.ts: does not load'], files: [] } },
    'a.test.ts: does not load',
  ],
  [
    'that left a server running',
    {
      exitCode: 0,
      report: { tests: [passed], faults: [], files: [] },
      leftBehind: ['java kafka.Kafka'],
    },
    'left running: java kafka.Kafka',
  ],
])('a run %s counts as failed', (_, end, says) => {
  const judged = judgeRun({ leftBehind: [], ...end })

  expect(judged.failed).toBe(1)
  expect(judged.failures).toEqual([says])
})

test('a folder that was asked for and ran no test counts as failed', () => {
  const end = { exitCode: 0, report: { tests: [passed], faults: [], files: [] }, leftBehind: [] }

  const judged = judgeRun(end, ['libs/scope', 'libs/http'])

  expect(judged.failures).toEqual(['ran no test in libs/http'])
})
