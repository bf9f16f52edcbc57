import { expect, test, vi } from 'vitest'
import { checkCommand } from '../src/check-command.ts'
import { layOut } from './skeleton.ts'

// Real tools run here, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 })

test('a good tree gets a line per check and exit code 0', async () => {
  await using tree = await layOut()

  const { exitCode, lines } = await run(['style', 'links'], tree.root)

  expect(lines[0]).toMatch(/^style {9} +\d+[.]\d s {2}ok {6}\d+ files$/)
  expect(lines.at(-1)).toBe('All checks passed.')
  expect(exitCode).toBe(0)
})

test('a failing check shows where, says why and ends with exit code 1', async () => {
  await using tree = await layOut({ 'docs/bad.md': '# Bad\n\n[this](nowhere.md)\n' })

  const { exitCode, lines } = await run(['style', 'links'], tree.root)

  const told = lines.join('\n')
  expect(told).toContain('FAILED')
  expect(told).toContain('docs/bad.md:3: the link to nowhere.md leads to no file.')
  expect(told).toContain('Why: A reader follows the documents')
  expect(lines.at(-1)).toBe('1 of 2 checks failed.')
  expect(exitCode).toBe(1)
})

test('a check that breaks fails and the next one still runs', async () => {
  await using tree = await layOut({ 'libs/errors/package.json': 'no JSON' })

  const { exitCode, lines } = await run(['sizes', 'links'], tree.root)

  expect(lines.join('\n')).toContain('the check itself broke')
  expect(lines.at(-1)).toBe('1 of 2 checks failed.')
  expect(exitCode).toBe(1)
})

test('a check asked for by name shows its report', async () => {
  await using tree = await layOut()

  const { lines } = await run(['sizes'], tree.root)

  expect(lines.join('\n')).toMatch(/^libs\/errors +2 +1 +2 +2/m)
})

test('an unknown check is refused with the names there are', async () => {
  const { exitCode, lines } = await run(['lows'], '.')

  expect(lines[0]).toContain('There is no check named lows; there are format, lint, types')
  expect(exitCode).toBe(1)
})

test('help names every check and runs none', async () => {
  const { exitCode, lines } = await run(['--help'], '/nowhere')

  expect(lines.join('\n')).toContain('npm run check -- NAME')
  expect(exitCode).toBe(0)
})

async function run(args: readonly string[], root: string) {
  const lines: string[] = []
  const exitCode = await checkCommand({ args, root, print: (line) => lines.push(line) })
  return { exitCode, lines }
}
