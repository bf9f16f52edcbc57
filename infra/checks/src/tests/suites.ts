import { availableParallelism } from 'node:os'
import { buildConsole, buildServices } from '@tailspan/containers'
import { allChecks } from '../checks/all-checks.ts'
import { type Print, runChecks } from '../run-checks.ts'
import { whyNoContainers } from './containers.ts'
import { type Judged, judgeRun } from './judge-run.ts'
import { otherNode } from './other-node.ts'
import { noProofs } from './promises.ts'
import { runVitest } from './run-vitest.ts'

export type Suite = {
  readonly name: string
  readonly says: string
  /** Not part of everything: it runs when it is named. */
  readonly onRequest?: true
  /** It runs at the same time as this one, when both are asked for: each leaves the processor idle where the other works. */
  readonly beside?: string
  /** Why it cannot run here, in words that end a sentence. */
  leftOut?(): Promise<string | undefined>
  /** Does ahead what takes long; what is not done when it runs, it does itself. */
  prepare?(signal: AbortSignal): Promise<void>
  /** With `silently` its programs write nothing to the terminal: all goes to `print`. */
  run(root: string, print: Print, silently?: boolean): Promise<Judged>
}

const cores = Math.max(2, availableParallelism())
// A system mostly waits: for sessions, breaks, budgets; and a test of a program waits for its start. One or two more of
// them than there are cores keep these busy.
const waiting = cores + 1
const mostlyWaiting = cores + 2
// A copy runs checks and tests of its own, which take all cores.
const inCopies = 2
const workers = {
  unit: mostlyWaiting,
  integration: mostlyWaiting,
  e2e: waiting,
  browser: 1,
  containers: waiting,
  template: inCopies,
  permutations: 1,
}

// What hangs on the order of Node's own events is proved on both lines of Node.
const onBothNodes = ['libs/scope', 'libs/lifecycle', 'libs/http', 'libs/debug']

/** Everything that `npm test` runs, in this order, and what it runs on request. */
export const allSuites: readonly Suite[] = [
  { name: 'check', says: 'format, lint, types, laws and the other checks', run: runAllChecks },
  vitestSuite('unit', 'tests without infrastructure'),
  {
    name: 'node26',
    says: `unit tests of ${onBothNodes.join(', ')} on Node 26`,
    async run(root) {
      const asked = { node: otherNode('node26'), root, project: 'unit', folders: onBothNodes }
      return judgeRun(await runVitest({ ...asked, workers: workers.unit }), onBothNodes)
    },
  },
  vitestSuite('integration', 'tests on real Kafka and PostgreSQL, started once and shared'),
  vitestSuite('e2e', 'the running system from outside'),
  {
    ...vitestSuite('containers', 'the same in containers, seen through Jaeger'),
    leftOut: whyNoContainers,
    async prepare(signal) {
      await buildServices('e2e', signal)
      await buildConsole('e2e', signal)
    },
  },
  {
    ...vitestSuite('browser', 'the console of one running system, in Chromium'),
    // Not of containers: with each that starts or stops Chromium drops the connections that it is opening.
    beside: 'template',
  },
  vitestSuite('template', 'the template commands, each in a copy of this tree'),
  {
    ...vitestSuite('permutations', 'whole suites in copies that are stripped and renamed'),
    onRequest: true,
  },
]

/** One vitest project as a suite, or only those of its files whose path contains one of the filters. */
export function vitestSuite(
  project: keyof typeof workers,
  says: string,
  filters: readonly string[] = [],
): Suite {
  return {
    name: project,
    says,
    async run(root, print, silently = false) {
      // Also the projects that run some of its files otherwise.
      const asked = { node: process.execPath, root, project: `${project}*`, folders: filters }
      const output = silently ? (text: string) => print(text.trimEnd()) : 'inherit'
      return judgeRun(await runVitest({ ...asked, workers: workers[project], output }))
    },
  }
}

async function runAllChecks(root: string, print: Print): Promise<Judged> {
  const { failedNames, times, ...tally } = await runChecks(allChecks, {
    root,
    print,
    reports: false,
  })
  return {
    ...tally,
    failures: failedNames.map((name) => `check ${name}`),
    skips: [],
    proofs: noProofs,
    files: times,
  }
}
