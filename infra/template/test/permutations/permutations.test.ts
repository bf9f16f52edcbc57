import { beforeAll, expect, test } from 'vitest'
import { type Copy, openCopy, wholeFile } from '../copies/open-copy.ts'
import { ordersOf } from '../orders-of.ts'

// On request and every night: npm test -- permutations. It tries whole test suites in copies, which takes an hour.
const commands = ['rename umbrella', 'strip proof', 'strip mistakes']
const tried = [
  ['strip proof'],
  ['strip mistakes'],
  ['strip proof', 'strip mistakes'],
  ['strip demo'],
  ['strip kubernetes'],
  ['strip platformatic'],
  ['strip demo kubernetes platformatic'],
  commands,
]
const suites = ['check', 'unit', 'e2e']

const owner = wholeFile()
let copy: Copy
let first: string
beforeAll(async () => {
  copy = await openCopy(owner)
  first = await copy.git('rev-parse', 'HEAD')
})

test.each(tried.map((steps) => [steps.join(', '), steps] as const))(
  'after %s everything that remains is green',
  async (_, steps) => {
    await apply(steps)

    const { stdout } = await copy.done(['npm', 'test', '--', ...suites])

    expect(stdout.trim().split('\n').at(-1)).toMatch(/^\d+ passed, 0 failed/)
  },
)

test('every order of the commands gives the same tree', async () => {
  const trees = new Set<string>()
  for (const order of ordersOf(commands)) {
    await apply(order)
    // It remembers the order itself.
    trees.add(await copy.git('ls-files', '--stage', '--', '.', ':!.template.json'))
  }

  expect(trees.size).toBe(1)
})

test('with the other parts before them or after them, too', async () => {
  const all = [...commands, 'strip kubernetes', 'strip platformatic']
  const trees = new Set<string>()
  for (const order of [all, all.toReversed()]) {
    await apply(order)
    trees.add(await copy.git('ls-files', '--stage', '--', '.', ':!.template.json'))
  }

  expect(trees.size).toBe(1)
})

async function apply(steps: readonly string[]): Promise<void> {
  await copy.git('reset', '--quiet', '--hard', first)
  for (const step of steps) {
    const [command = '', ...words] = step.split(' ')
    await copy.done(['npm', 'run', command, '--', ...words])
  }
}
