import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { checkout } from '../src/checkout.ts'
import { laws } from '../src/checks/laws.ts'
import { breakTogether } from './break-together.ts'
import { brokenLaws } from './broken-laws.ts'
import { layOut } from './skeleton.ts'

// Real tools run here, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 })

test('the good tree keeps every law', async () => {
  await using tree = await layOut()

  const { findings } = await laws.run(tree.root)

  expect(findings).toEqual([])
})

test.each([...breakTogether(brokenLaws)])('the law %s sees what it forbids', async (law, find) => {
  expect(await find()).toContainEqual(expect.stringContaining(`: ${law}. `))
})

test('no law is there that nobody has seen broken', async () => {
  const { default: settings } = await import(join(checkout, 'laws.mjs'))

  const names: string[] = settings.forbidden.map(({ name }: { name: string }) => name)

  expect(Object.keys(brokenLaws).sort()).toEqual(names.sort())
})

test('a run that cruised nothing fails', async () => {
  // A cruiser without a compiler that it understands sees no TypeScript: the same as leaving it out.
  const blind = "export default { forbidden: [], options: { includeOnly: '^nowhere/' } }\n"
  await using tree = await layOut({ 'laws.mjs': blind })

  const { findings } = await laws.run(tree.root)

  expect(findings).toContain('laws.mjs: no module was cruised, so no law was checked.')
})

test('a file that the cruiser leaves out is named', async () => {
  const partly = "export default { forbidden: [], options: { exclude: 'detach[.]ts$' } }\n"
  await using tree = await layOut({ 'laws.mjs': partly })

  const { findings } = await laws.run(tree.root)

  expect(findings).toEqual([
    'libs/scope/src/detach.ts: was not cruised, so no law was checked on it.',
  ])
})
