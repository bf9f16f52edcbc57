import { expect, test } from 'vitest'
import { createConsoleScreen } from './console-screen.ts'

function record(isTTY: boolean) {
  const written: string[] = []
  return { isTTY, written, write: (text: string) => void written.push(text) }
}

test('each part is one line: what, where, how long', () => {
  const out = record(false)

  createConsoleScreen(out).part('kafka', '127.0.0.1:9092', 1_234)

  expect(out.written.join('')).toBe('✓ kafka         127.0.0.1:9092          1.2 s\n')
})

test('a log gets each kind of work once, without the counting', () => {
  const out = record(false)
  const screen = createConsoleScreen(out)

  for (const mb of [1, 2, 3]) screen.busy(`downloading Apache Kafka 4.3.1: ${mb} of 36 MB`)
  screen.busy('preparing')

  expect(out.written.join('')).toBe('… downloading Apache Kafka 4.3.1\n… preparing\n')
})

test('on a terminal what is under way is replaced, and goes before the next line', () => {
  const out = record(true)
  const screen = createConsoleScreen(out)

  screen.busy('1 of 36 MB')
  screen.busy('2 of 36 MB')
  screen.note('done')

  const blank = `\r${' '.repeat('… 1 of 36 MB'.length)}\r`
  expect(out.written.slice(0, 4)).toEqual(['… 1 of 36 MB', blank, '… 2 of 36 MB', blank])
  expect(out.written.at(-1)).toMatch(/done\n$/)
})

test('colours are for terminals that have them', () => {
  const plain = record(true)
  const colourful = { ...record(true), hasColors: () => true }

  for (const out of [plain, colourful]) createConsoleScreen(out).note('words')

  expect(plain.written.join('')).not.toContain('\u001b[')
  expect(colourful.written.join('')).toContain('\u001b[33m!')
})
