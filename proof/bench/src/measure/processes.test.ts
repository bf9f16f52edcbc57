import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { readCpuSeconds, readMemory } from './processes.ts'

const workedSeconds = 0.3
const work = `while (process.cpuUsage().user < ${workedSeconds * 1e6}) Math.sqrt(Math.random())`
const done = "console.log('done'); setInterval(() => {}, 1_000)"
const workInAChild = `require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(work)}])`
const workBesides = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${work}; ${done}`)}], { stdio: 'inherit' })`

/** Runs until it says that it is done; it and its children end with the test. */
async function run(code: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const pid = child.pid ?? 0
  onTestFinished(() => void process.kill(-pid, 'SIGKILL'))
  await once(child.stdout, 'data')
  return pid
}

test.each([
  ['a process itself', `${work}; ${done}`],
  ['a child that has ended', `${workInAChild}; ${done}`],
  ['a child that still runs', workBesides],
])('what %s has worked counts', async (_, code) => {
  const pid = await run(code)

  const [seconds] = await readCpuSeconds([pid])

  expect(seconds).toBeGreaterThanOrEqual(workedSeconds * 0.9)
})

test('what another process has worked does not count, and a process that is not there has no figure', async () => {
  const [busy, idle] = [await run(`${work}; ${done}`), await run(done)]

  const [ofBusy = 0, ofIdle, ofNone] = await readCpuSeconds([busy, idle, 0])

  expect(ofIdle).toBeLessThan(ofBusy)
  expect(ofNone).toBeNaN()
})

test('PSS is less than RSS where the pages of the program are shared', async () => {
  const pid = await run(done)

  const { rssMb, pssMb = Number.NaN } = await readMemory(pid)

  expect(pssMb).toBeGreaterThan(1)
  expect(pssMb).toBeLessThan(rssMb - 1)
})
