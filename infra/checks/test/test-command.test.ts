import { expect, test, vi } from 'vitest'
import type { Budgets } from '../src/budgets/budgets.ts'
import { checkout } from '../src/checkout.ts'
import { testCommand } from '../src/test-command.ts'
import type { Judged } from '../src/tests/judge-run.ts'
import { Interrupted } from '../src/tests/watch-signals.ts'

const good: Judged = {
  passed: 3,
  failed: 0,
  skipped: 0,
  failures: [],
  skips: [],
  files: [],
  proofs: { proved: [], skipped: [] },
}

const readied = { name: 'containers', says: 'y', run: async () => good }

test('the last line counts everything, and all green is exit code 0', async () => {
  const { exitCode, lines } = await run({ unit: good, e2e: good })

  expect(lines.at(-1)).toBe('6 passed, 0 failed')
  expect(exitCode).toBe(0)
})

test('one failure anywhere is named, counted and exit code 1', async () => {
  const bad: Judged = { ...good, failed: 1, failures: ['a.test.ts > D1'] }

  const { exitCode, lines } = await run({ unit: bad, e2e: good })

  expect(lines).toContain('FAILED unit: a.test.ts > D1')
  expect(lines.at(-1)).toBe('6 passed, 1 failed')
  expect(exitCode).toBe(1)
})

test('what is skipped is told with its reason and counted', async () => {
  const skipping: Judged = { ...good, skipped: 1, skips: ['a.test.ts > D1: no IPv6 here'] }

  const { exitCode, lines } = await run({ unit: skipping })

  expect(lines).toContain('skipped unit: a.test.ts > D1: no IPv6 here')
  expect(lines.at(-1)).toBe('3 passed, 0 failed, 1 skipped')
  expect(exitCode).toBe(0)
})

test('a suite that breaks is a failure, and the next one still runs', async () => {
  const { exitCode, lines } = await run({ unit: new Error('no memory'), e2e: good })

  expect(lines).toContain('FAILED unit: no memory')
  expect(lines.at(-1)).toBe('3 passed, 1 failed')
  expect(exitCode).toBe(1)
})

test('a suite that cannot run here is said to be left out, with the reason, and is no failure', async () => {
  const lines: string[] = []
  const suites = [
    { name: 'unit', says: 'x', run: async () => good },
    {
      name: 'containers',
      says: 'y',
      leftOut: async () => 'no container engine answers',
      run: () => Promise.reject(new Error('it ran')),
    },
  ]

  const asked = { args: [], root: checkout, print: (line: string) => void lines.push(line) }
  const exitCode = await testCommand(asked, suites)

  expect(lines).toContain('containers: left out, no container engine answers.')
  expect(lines.at(-1)).toBe('3 passed, 0 failed')
  expect(exitCode).toBe(0)
})

test('what a suite needs is prepared while those before it run', async () => {
  const prepared = Promise.withResolvers<void>()
  const suites = [
    { name: 'unit', says: 'x', run: () => prepared.promise.then(() => good) },
    { ...readied, prepare: async () => prepared.resolve() },
  ]

  expect(await testCommand({ args: [], root: checkout, print: () => {} }, suites)).toBe(0)
})

test('a suite that cannot be prepared still runs, and is what fails', async () => {
  const suites = [{ ...readied, prepare: () => Promise.reject(new Error('no space')) }]

  expect(await testCommand({ args: [], root: checkout, print: () => {} }, suites)).toBe(0)
})

test('preparing is called off when the run ends early', async () => {
  const calledOff = Promise.withResolvers<void>()
  const prepare = (signal: AbortSignal) =>
    new Promise<void>(() => signal.addEventListener('abort', () => calledOff.resolve()))
  const interrupted = {
    name: 'unit',
    says: 'x',
    run: () => Promise.reject(new Interrupted('SIGINT')),
  }

  const asked = { args: [], root: checkout, print: () => {} }
  const running = testCommand(asked, [interrupted, { ...readied, prepare }])

  await expect(running).rejects.toThrow(Interrupted)
  await calledOff.promise
})

test('a suite runs beside another one, and what it says is shown behind it', async () => {
  const bothRun = Promise.withResolvers<void>()
  const second = Promise.withResolvers<void>()
  const lines: string[] = []
  const suites = [
    {
      name: 'browser',
      says: 'pages',
      beside: 'containers',
      async run(_: string, print: (line: string) => void) {
        print('a page')
        bothRun.resolve()
        await second.promise
        return good
      },
    },
    {
      name: 'containers',
      says: 'images',
      async run(_: string, print: (line: string) => void) {
        await bothRun.promise
        print('an image')
        second.resolve()
        return good
      },
    },
  ]

  const asked = { args: [], root: checkout, print: (line: string) => void lines.push(line) }
  expect(await testCommand(asked, suites)).toBe(0)

  const said = lines.filter((line) => !/^\n== (res|bro.*beside)/.test(line)).slice(0, 4)
  expect(said).toEqual(['\n== containers: images', 'an image', '\n== browser: pages', 'a page'])
  expect(lines).toContainEqual(
    expect.stringMatching(/^browser .* beside containers +3 passed, 0 failed$/),
  )
  expect(lines.at(-1)).toBe('6 passed, 0 failed')
})

test('when a suite is stopped, the one beside it has ended before the run does', async () => {
  const stopped = Promise.withResolvers<Judged>()
  const ended = vi.fn()
  const browser = {
    name: 'browser',
    says: 'pages',
    beside: 'containers',
    async run() {
      stopped.reject(new Interrupted('SIGINT'))
      await new Promise(setImmediate)
      ended()
      return good
    },
  }
  const containers = { name: 'containers', says: 'images', run: () => stopped.promise }

  const running = testCommand({ args: [], root: checkout, print: () => {} }, [browser, containers])

  await expect(running).rejects.toThrow(Interrupted)
  expect(ended).toHaveBeenCalledOnce()
})

test.each([
  ['is not asked for', ['browser'], undefined],
  ['cannot run here', [], async () => 'no engine answers'],
])('a suite whose neighbour %s runs alone', async (_, args, leftOut) => {
  const lines: string[] = []
  const browser = { name: 'browser', says: 'pages', beside: 'containers', run: async () => good }
  const containers = { ...readied, ...(leftOut ? { leftOut } : {}) }

  const asked = { args, root: checkout, print: (line: string) => void lines.push(line) }
  await testCommand(asked, [browser, containers])

  expect(lines[0]).toBe('\n== browser: pages')
  expect(lines.at(-1)).toBe('3 passed, 0 failed')
})

test('a suite asked for by name runs alone', async () => {
  const { lines } = await run({ unit: good, e2e: { ...good, passed: 5 } }, ['e2e'])

  expect(lines.at(-1)).toBe('5 passed, 0 failed')
})

test('a suite that takes half as long again as it may fails, and says what was slowest', async ({
  skip,
}) => {
  skip(process.platform !== 'linux', 'only Linux says what its processor did')
  const slow = { ...good, files: [{ file: 'a.test.ts', seconds: 7 }] }
  // Less than nothing: whatever it takes is too long.
  const budgets = { calibrationMs: 1_000, suites: { unit: { seconds: -1, why: 'nothing' } } }

  const { exitCode, lines } = await run({ unit: slow, e2e: good }, [], budgets)

  expect(lines.filter((line) => /^FAILED/.test(line))).toEqual([
    expect.stringMatching(/^FAILED unit: it took .*; slowest: a\.test\.ts 7\.0 s\. /),
  ])
  expect(lines.at(-1)).toBe('6 passed, 1 failed')
  expect(exitCode).toBe(1)
})

test('a suite on request runs when it is named, and only then', async () => {
  const ran: string[] = []
  const suite = (name: string) => ({
    name,
    says: name,
    run: async () => {
      ran.push(name)
      return good
    },
  })
  const suites = [suite('unit'), { ...suite('permutations'), onRequest: true as const }]
  const budgets = { calibrationMs: 1, suites: {} }
  const runWith = (args: string[]) =>
    testCommand({ args, root: checkout, print: () => {} }, suites, budgets)

  await runWith([])
  await runWith(['permutations'])

  expect(ran).toEqual(['unit', 'permutations'])
})

test('an unknown suite is refused', async () => {
  const { exitCode, lines } = await run({ unit: good }, ['unti'])

  expect(lines).toEqual(['There is no suite named unti; npm test -- --help lists them.'])
  expect(exitCode).toBe(1)
})

async function run(
  results: Record<string, Judged | Error>,
  args: readonly string[] = [],
  budgets: Budgets = { calibrationMs: 1, suites: {} },
) {
  const lines: string[] = []
  const suites = Object.entries(results).map(([name, result]) => ({
    name,
    says: name,
    run: async () => {
      if (result instanceof Error) throw result
      return result
    },
  }))
  const print = (line: string) => lines.push(line)
  const exitCode = await testCommand({ args, root: checkout, print }, suites, budgets)
  return { exitCode, lines }
}
