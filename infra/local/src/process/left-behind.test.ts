import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { startSmallPart, staying } from '../../test/small-parts.ts'
import { identify } from './identity.ts'
import { killRecorded, recordFolder, stopLeftBehind } from './left-behind.ts'
import { readRecord, writeRecord } from './record.ts'

test('a recorded process that still lives is stopped and told', async () => {
  const state = scratchFolder()
  const part = await startSmallPart(state, staying)

  const stopped = await stopLeftBehind(state)

  expect(stopped).toMatchObject([{ name: 'small', pid: part.pid }])
  expect(await identify(part.pid)).toBeUndefined()
  expect(readdirSync(recordFolder(state))).toEqual([])
})

test('another process that has come to the recorded id is left alone', async () => {
  const state = scratchFolder()
  const innocent = await startSmallPart(scratchFolder(), staying)
  mkdirSync(recordFolder(state), { recursive: true })
  const record = { name: 'order', pid: innocent.pid, identity: 'started long ago' }
  writeFileSync(join(recordFolder(state), 'order.json'), JSON.stringify(record))

  const stopped = await stopLeftBehind(state)

  expect(stopped).toEqual([])
  expect(await identify(innocent.pid)).toBeDefined()
})

test('the caller does not stop itself by its own record', async () => {
  const state = scratchFolder()
  mkdirSync(recordFolder(state), { recursive: true })
  const file = join(recordFolder(state), 'runner.json')
  await writeRecord(file, 'runner', process.pid)

  const stopped = await stopLeftBehind(state)

  expect(stopped).toEqual([])
  expect(readRecord(file)).toMatchObject({ pid: process.pid })
})

test('a record that cannot be read is removed', async () => {
  const state = scratchFolder()
  mkdirSync(recordFolder(state), { recursive: true })
  writeFileSync(join(recordFolder(state), 'half.json'), '{"name":')

  const stopped = await stopLeftBehind(state)

  expect(stopped).toEqual([])
  expect(readdirSync(recordFolder(state))).toEqual([])
})

test('what others still talk to is stopped last', async () => {
  const state = scratchFolder()
  const farewell = `process.on('SIGINT', () => { require('fs').appendFileSync('${join(state, 'order')}', 'NAME '); process.exit() }); ${staying}; console.log('up')`
  const names = ['kafka', 'order', 'postgres']
  for (const name of names) await startSmallPart(state, farewell.replaceAll('NAME', name), name)
  const said = (name: string) => readFileSync(join(state, 'logs', `${name}.log`), 'utf8')
  await expect.poll(() => names.map(said)).toEqual(['up\n', 'up\n', 'up\n'])

  const stopped = await stopLeftBehind(state, { last: ['kafka', 'postgres'] })

  expect(stopped.map(({ name }) => name)).toEqual(['order', 'kafka', 'postgres'])
  expect(readFileSync(join(state, 'order'), 'utf8')).toMatch(/^order /)
})

test('in a hurry everything that is recorded is killed at once', async () => {
  const state = scratchFolder()
  const part = await startSmallPart(state, `process.on('SIGINT', () => {}); ${staying}`)

  killRecorded(state)

  await expect(part.exited).resolves.toMatchObject({ signal: 'SIGKILL' })
})

test('a process has one identity as long as it lives, and none afterwards', async () => {
  const part = await startSmallPart(scratchFolder(), staying)

  const whileAlive = [await identify(part.pid), await identify(part.pid)]
  await part.kill()

  expect(whileAlive[0]).toBeDefined()
  expect(whileAlive[1]).toBe(whileAlive[0])
  expect(await identify(part.pid)).toBeUndefined()
})

test('a process that is asked to end has its time although the clock of the machine steps forward', async () => {
  const state = scratchFolder()
  const ended = join(state, 'ended')
  const slow = `process.on('SIGINT', () => { console.log('asked'); setTimeout(() => { require('fs').writeFileSync('${ended}', ''); process.exit() }, 500) }); ${staying}; console.log('up')`
  const { logFile } = await startSmallPart(state, slow)
  const said = () => readFileSync(logFile, 'utf8')
  await expect.poll(said).toBe('up\n')

  const stopped = stopLeftBehind(state)
  await expect.poll(said).toBe('up\nasked\n')
  const now = Date.now.bind(Date)
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000)
  onTestFinished(() => clock.mockRestore())
  await stopped

  expect(existsSync(ended)).toBe(true)
})
