import { expect, test, vi } from 'vitest'
import { allChecks } from '../src/checks/all-checks.ts'
import { badFiles } from './bad-files.ts'
import { goodFiles } from './good-files.ts'
import { layOut } from './skeleton.ts'

// Real tools run here, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 })

test.each(allChecks.map((check) => [check.name, check] as const))(
  '%s has nothing to say about the good tree',
  async (_, check) => {
    await using tree = await layOut()

    const { findings } = await check.run(tree.root)

    expect(findings).toEqual([])
  },
)

test.each(badFiles.map((bad) => [bad.check, bad.mistake, bad] as const))(
  '%s sees %s',
  async (name, _, { changes, says }) => {
    await using tree = await layOut(changes)

    const { findings } = await named(name).run(tree.root)

    expect(findings).toContainEqual(expect.stringContaining(says))
  },
)

test.each(allChecks.map(({ name }) => [name] as const))(
  '%s fails when there is nothing to look at',
  async (name) => {
    const nothing = Object.keys(goodFiles).map((path) => [path, null] as const)
    const blind = JSON.stringify({ files: { includes: ['nothing'] } })
    await using tree = await layOut({
      ...Object.fromEntries(nothing),
      'biome.json': blind,
      'laws.mjs': null,
    })

    const findings = await named(name)
      .run(tree.root)
      .then(
        (outcome) => outcome.findings,
        (error: unknown) => [error],
      )

    expect(findings).not.toEqual([])
  },
)

test('no check is there that nobody has seen fail', () => {
  const seen = new Set([...badFiles.map(({ check }) => check), 'laws'])

  expect(allChecks.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([])
})

function named(name: string) {
  const found = allChecks.find((check) => check.name === name)
  if (!found) throw new Error(`there is no check ${name}`)
  return found
}
