import { expect, test, vi } from 'vitest'
import { LineWriter, type LineWriterOptions } from './line-writer.ts'

/** What the next writes do: an error's code, or how many bytes are taken at most. */
type Step = string | number

/** A file descriptor that does what it is told, and then takes everything. */
function open(steps: Step[], options: Partial<LineWriterOptions> = {}) {
  let text = ''
  const troubles: string[] = []
  const writer = new LineWriter(1, {
    write(_, bytes) {
      const step = steps.shift() ?? bytes.length
      if (typeof step === 'string') throw Object.assign(new Error(step), step && { code: step })
      const taken = bytes.subarray(0, step)
      text += taken
      return taken.length
    },
    retryMs: 1,
    report: ({ lines, reason }) => `lost ${lines} ${reason}\n`,
    onTrouble: (reason) => void troubles.push(reason),
    ...options,
  })
  return { writer, troubles, written: () => text, steps }
}

test('lines are written at once', () => {
  const { writer, written } = open([])

  writer.write('a\n')
  writer.write('b\n')

  expect(written()).toBe('a\nb\n')
})

test.each(['ENOSPC', 'EAGAIN', 'EIO', 'EPIPE', 'EBADF', ''])(
  'L10 after %s the lines wait and are written in order, by themselves',
  async (code) => {
    const { writer, written, troubles } = open([code, code, 1, code, 0])

    writer.write('first\n')
    writer.write('second\n')
    expect(writer.trouble).toBe(code || 'unknown')
    await vi.waitFor(() => expect(writer.trouble).toBeUndefined(), { timeout: 30_000 })

    expect(written()).toBe('first\nsecond\n')
    expect(troubles).toEqual(code === 'EAGAIN' ? [] : [code || 'unknown'])
  },
)

test('L10 what is more than may wait is dropped, counted and reported once', async () => {
  const { writer, written, steps } = open(Array(1_000_000).fill('ENOSPC'), { maxWaitingBytes: 10 })

  for (let line = 0; line < 9; line += 1) writer.write(`${line}xx\n`)
  expect(writer.lost).toEqual({ lines: 9, reason: 'ENOSPC' })
  steps.length = 0
  await vi.waitFor(() => expect(writer.trouble).toBeUndefined(), { timeout: 30_000 })
  writer.write('later\n')

  expect(written()).toBe('0xx\n1xx\nlost 7 ENOSPC\nlater\n')
})

test('L10 a report that cannot be written waits like any line, and is not counted', async () => {
  const { writer, written, steps } = open(['ENOSPC'], { maxWaitingBytes: 5 })

  writer.write('a\n')
  writer.write('too long\n')
  steps.push(100, 3, 'ENOSPC')
  await vi.waitFor(() => expect(writer.trouble).toBeUndefined(), { timeout: 30_000 })

  expect(written()).toBe('a\nlost 1 ENOSPC\n')
})

test('L10 a line that is longer than all that may wait is dropped and reported', () => {
  const { writer, written } = open([], { maxWaitingBytes: 5 })

  writer.write('too long\n')
  writer.write('a\n')

  expect(written()).toBe('lost 1 \na\n')
})

test('L10 trouble is announced once, and again when it comes back', async () => {
  const { writer, troubles, steps } = open(['ENOSPC', 'ENOSPC', 'EIO'])

  writer.write('a\n')
  await vi.waitFor(() => expect(writer.trouble).toBeUndefined(), { timeout: 30_000 })
  steps.push('EPIPE')
  writer.write('b\n')

  expect(troubles).toEqual(['ENOSPC', 'EPIPE'])
})

test('L10 a descriptor that is never written again costs a try now and then, not one for each line', () => {
  let tries = 0
  const write = () => {
    tries += 1
    throw Object.assign(new Error('full'), { code: 'ENOSPC' })
  }
  const { writer } = open([], { write, retryMs: 60_000, maxWaitingBytes: 100 })

  for (let line = 0; line < 1_000; line += 1) writer.write('a line\n')

  expect(tries).toBe(1)
})
