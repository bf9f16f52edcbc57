import { expect, test } from 'vitest'
import { readCommandLine } from './command-line.ts'
import { commandNames } from './help.ts'

test('a command, its IDs and its options are read', () => {
  expect(readCommandLine(['replay', '3f9a1c20', 'notification/orders/2@4711', '--json'])).toEqual({
    name: 'replay',
    ids: ['3f9a1c20', 'notification/orders/2@4711'],
    json: true,
    all: false,
    again: false,
    value: false,
    yes: false,
    help: false,
  })
})

test.each([
  [[], 'Say what to do.'],
  [['lits'], 'There is no "lits".'],
  [['list', '3f9a1c20'], 'list takes no ID.'],
  [['list', '--all'], 'list knows no --all.'],
  [['show'], 'show takes one ID.'],
  [['show', 'one', 'two'], 'show takes one ID.'],
  [['replay'], 'replay takes IDs, or --all instead of them.'],
  [['replay', 'one', '--all'], 'replay takes IDs, or --all instead of them.'],
  [['release'], 'release takes at least one ID.'],
  [['drop', 'one', '--frob'], "Unknown option '--frob'."],
])('%j is refused with one sentence and the help', (args, sentence) => {
  expect(() => readCommandLine(args)).toThrow(`${sentence}\n\nnpm run dlt -- `)
})

test('help names every command, and each command has its own', () => {
  const all = readCommandLine(['--help'])

  for (const name of commandNames) {
    const own = readCommandLine([name, '--help'])
    expect(all).toContain(`npm run dlt -- ${name}`)
    expect(own).toMatch(new RegExp(`^npm run dlt -- ${name} .*Settings: KAFKA_BROKERS`, 's'))
  }
})
