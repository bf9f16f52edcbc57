import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node'
import type { FileTime } from '../budgets/judge-time.ts'
import { complaintOf } from './complaint.ts'
import type { Report, TestReport } from './report.ts'
import { stopGently } from './stop-gently.ts'

/** Writes what vitest's own JSON reporter leaves out: why a test was skipped, errors outside tests. */
// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by its default export.
export default class JsonReporter implements Reporter {
  #file = ''
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    const { outputFile } = vitest.config
    if (typeof outputFile !== 'string') throw new Error('the report needs --outputFile')
    this.#file = outputFile
    this.#vitest = vitest
  }

  onTestRunStart(): void {
    if (this.#vitest) stopGently(this.#vitest)
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly { message: string }[]): void {
    const report: Report = {
      tests: modules.flatMap((module) => [...module.children.allTests()].map(testReport)),
      faults: [...modules.flatMap(moduleFaults), ...errors.map(({ message }) => message)],
      files: modules.map(fileTime),
    }
    writeFileSync(this.#file, JSON.stringify(report))
  }
}

function testReport(test: TestCase): TestReport {
  const { state, ...rest } = test.result()
  const reason = 'note' in rest && rest.note ? { reason: rest.note } : {}
  const file = test.module.relativeModuleId
  const [error] = rest.errors ?? []
  return {
    file,
    project: test.project.name,
    name: test.fullName,
    // A test that is still pending when the run is over never said yes.
    state: state === 'pending' ? 'failed' : state,
    ...reason,
    ...(error && { complaint: complaintOf(error, file) }),
  }
}

function fileTime(module: TestModule): FileTime {
  const { duration, collectDuration, setupDuration } = module.diagnostic()
  const seconds = (duration + collectDuration + setupDuration) / 1_000
  return { file: module.relativeModuleId, seconds }
}

function moduleFaults(module: TestModule): string[] {
  const suites: readonly (TestModule | TestSuite)[] = [module, ...module.children.allSuites()]
  return suites
    .flatMap((suite) => suite.errors())
    .map(({ message }) => `${module.relativeModuleId}: ${message}`)
}
