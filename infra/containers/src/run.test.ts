import { expect, test } from 'vitest'
import { run } from './run.ts'

test('a command returns what it said', async () => {
  expect(await run('sh', ['-c', 'echo one; echo two >&2'])).toBe('one\n')
})

test('a command that fails is an error with its last words, and all of them beside', async () => {
  const failed = run('sh', ['-c', 'echo first; echo last >&2; exit 3'])

  await expect(failed).rejects.toMatchObject({
    message: expect.stringMatching(/^sh -c .*: last$/),
    output: 'first\nlast',
  })
})

test('a command that is not there fails the same way', async () => {
  await expect(run('/no/such/command', [])).rejects.toMatchObject({
    output: expect.stringContaining('ENOENT'),
  })
})

test('lines of both streams are heard as they come', async () => {
  const heard: string[] = []

  await run('sh', ['-c', 'echo out; echo err >&2'], { onLine: (line) => heard.push(line) })

  expect(heard.sort()).toEqual(['err', 'out'])
})
