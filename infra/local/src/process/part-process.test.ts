import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { startSmallPart, staying } from '../../test/small-parts.ts'
import { ownEnv } from '../config.ts'
import { describeEnd, spawnPart } from './part-process.ts'
import { untilReady } from './until-ready.ts'

test('what a part says goes to its log, after what earlier ones said', async () => {
  const state = scratchFolder()
  const first = await startSmallPart(state, 'console.log("one")')
  await first.exited

  const second = await startSmallPart(state, 'console.error("two")')
  await second.exited

  expect(readFileSync(second.logFile, 'utf8')).toBe('one\ntwo\n')
  expect(second.logStart).toBe(4)
})

test('a part is recorded while it lives', async () => {
  const state = scratchFolder()
  const record = join(state, 'run', 'small.json')

  const part = await startSmallPart(state, staying)
  const whileAlive = JSON.parse(readFileSync(record, 'utf8'))
  await part.stop('SIGTERM')

  expect(whileAlive).toMatchObject({ name: 'small', pid: part.pid })
  expect(existsSync(record)).toBe(false)
})

test('a part has a process group of its own, so that Ctrl-C does not reach it', async () => {
  const part = await startSmallPart(scratchFolder(), staying)

  const signalTheGroup = () => process.kill(-part.pid, 0)

  expect(signalTheGroup).not.toThrow()
})

test('a part that does not heed its signal is killed after the grace', async () => {
  const state = scratchFolder()
  const part = await startSmallPart(
    state,
    `process.on('SIGTERM', () => {}); ${staying}; console.log('up')`,
  )
  await untilReady(part, { serves: async () => readFileSync(part.logFile, 'utf8') !== '' })

  const exit = await part.stop('SIGTERM', 100)

  expect(exit).toEqual({ code: null, signal: 'SIGKILL' })
})

test('a command that does not exist is named', async () => {
  const state = scratchFolder()

  const started = spawnPart({ name: 'ghost', state, command: '/no/such', args: [], env: ownEnv })

  await expect(started).rejects.toMatchObject({ code: 'part-failed' })
  await expect(started).rejects.toThrow(/^ghost did not start: \/no\/such: .*ENOENT\.$/)
})

test('a part that ends before it serves is described by its last words', async () => {
  const program = 'console.error("Error: no such table"); console.log("bye"); process.exit(3)'
  const part = await startSmallPart(scratchFolder(), program)

  const ready = untilReady(part, { serves: async () => false })

  await expect(ready).rejects.toMatchObject({ code: 'part-failed' })
  await expect(ready).rejects.toThrow(
    /^small ended with exit code 3: Error: no such table \(.*\)\.$/,
  )
})

test('a part has its time to serve although the clock of the machine steps forward', async () => {
  const part = await startSmallPart(scratchFolder(), staying)
  const now = Date.now.bind(Date)
  const clock = vi.spyOn(Date, 'now')
  onTestFinished(() => clock.mockRestore())
  const answers = [false, false, true]

  const ready = untilReady(part, { serves: async () => answers.shift() ?? false })
  clock.mockImplementation(() => now() + 3_600_000)

  await expect(ready).resolves.toBeUndefined()
})

test('a start that is called off stops the part and says why', async () => {
  const part = await startSmallPart(scratchFolder(), staying)
  const off = new AbortController()
  const reason = new Error('no longer wanted')

  const ready = untilReady(part, { serves: async () => false, signal: off.signal })
  off.abort(reason)

  await expect(ready).rejects.toBe(reason)
  await expect(part.exited).resolves.toMatchObject({ signal: 'SIGINT' })
})

test('the words of a structured log are its last error and the event that it belongs to', async () => {
  const failed = { level: 'error', event: 'actor.failed', err: { message: 'in use' } }
  const ended = { level: 'error', event: 'group.ended', exitCode: 1 }
  const lines = [failed, ended].map((line) => JSON.stringify(line)).join('\\n')
  const part = await startSmallPart(scratchFolder(), `console.log('${lines}'); process.exit(1)`)

  const words = await describeEnd(part, await part.exited)

  expect(words).toContain('small ended with exit code 1: actor.failed: in use (')
})

test('of a part that a signal ended, ordinary words are not taken for the cause', async () => {
  const part = await startSmallPart(scratchFolder(), `console.log('all is well'); ${staying}`)
  await untilReady(part, { serves: async () => readFileSync(part.logFile, 'utf8') !== '' })

  const words = await describeEnd(part, await part.kill())

  expect(words).toBe(`small ended by SIGKILL (${part.logFile})`)
})

test('an order that a service refused is not taken for the cause of its end', async () => {
  const refused = { level: 'warn', event: 'http.request_refused', err: { message: 'ECONNREFUSED' } }
  // So many that the part of the log which is looked at begins in the middle of a line.
  const program = `for (let n = 0; n < 300; n++) console.log('${JSON.stringify(refused)}'); ${staying}`
  const part = await startSmallPart(scratchFolder(), program)
  await untilReady(part, { serves: async () => readFileSync(part.logFile, 'utf8').length > 20_000 })

  const words = await describeEnd(part, await part.kill())

  expect(words).toBe(`small ended by SIGKILL (${part.logFile})`)
})
