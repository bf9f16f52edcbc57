import { expect, onTestFinished, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { spawnSmallPart, staying } from '../../test/small-parts.ts'
import { untilReady } from '../process/until-ready.ts'
import type { Part, RunningPart } from './part.ts'
import { createSupervisor } from './supervisor.ts'

/** A part that is a real process; `runs` has every process that was started for it. */
function smallPart(name: string, program = staying) {
  const state = scratchFolder()
  const runs: RunningPart[] = []
  const part: Part = {
    name,
    place: 'nowhere',
    async start(signal) {
      const process = await spawnSmallPart(state, program, name)
      await untilReady(process, { serves: async () => program === staying, signal })
      const run = { process, stop: () => process.stop('SIGTERM'), kill: process.kill }
      runs.push(run)
      return run
    },
  }
  return { part, runs }
}

/** A part that ends only when it is allowed to. */
function drainingPart(name: string) {
  const { part } = smallPart(name)
  const { promise, resolve } = Promise.withResolvers<void>()
  const start = async (signal: AbortSignal) => {
    const run = await part.start(signal)
    return { ...run, stop: () => promise.then(run.kill) }
  }
  return { part: { ...part, start }, drained: resolve }
}

function supervise() {
  const told: string[] = []
  const off = new AbortController()
  const supervisor = createSupervisor({ tell: (words) => told.push(words), signal: off.signal })
  // Called off first: a part that ends now must not be started again.
  onTestFinished(async () => {
    off.abort()
    await supervisor.stop([['order', 'pricing', 'kafka']])
  })
  return { supervisor, told, off }
}

test('a part that is killed is started again, and its cause is told', async () => {
  const { supervisor, told } = supervise()
  const { part, runs } = smallPart('order')
  await supervisor.keep(part)

  await runs[0]?.kill()

  await expect.poll(() => told).toHaveLength(2)
  expect(told[0]).toMatch(/^order ended by SIGKILL .*; starting order again$/)
  expect(told[1]).toBe('order serves again')
  expect(supervisor.current('order')?.process.pid).toBe(runs[1]?.process.pid)
})

test('a part that ends three times in 30 s fails the system with its last cause', async () => {
  const { supervisor } = supervise()
  const { part, runs } = smallPart('order')
  await supervisor.keep(part)

  for (const nth of [0, 1, 2]) {
    await expect.poll(() => runs.length).toBe(nth + 1)
    await runs[nth]?.kill()
  }

  const failure = await supervisor.failed
  expect(failure.code).toBe('part-failed')
  expect(failure.message).toMatch(
    /^order ended 3 times within 30 s; the last time: order ended by SIGKILL/,
  )
  expect(runs).toHaveLength(3)
})

test('a part that cannot be started at all fails its first start with its own words', async () => {
  const { supervisor } = supervise()
  const { part } = smallPart('order', 'console.error("Error: no database"); process.exit(1)')

  await expect(supervisor.keep(part)).rejects.toThrow(
    /order ended with exit code 1: Error: no database/,
  )
})

test('a part that does not come back counts every try', async () => {
  const { supervisor } = supervise()
  const { part, runs } = smallPart('order')
  await supervisor.keep(part)
  part.start = () => Promise.reject(new Error('the database is gone.'))

  await runs[0]?.kill()

  expect((await supervisor.failed).message).toMatch(/3 times .*: the database is gone\.$/)
})

test('a part that is stopped rests', async () => {
  const { supervisor, told } = supervise()
  const { part, runs } = smallPart('order')
  await supervisor.keep(part)

  await supervisor.stop([['order']])

  await expect(runs[0]?.process.exited).resolves.toMatchObject({ signal: 'SIGTERM' })
  expect(told).toEqual([])
  expect(runs).toHaveLength(1)
})

test('what is needed by others is stopped after them', async () => {
  const { supervisor } = supervise()
  const ended: string[] = []
  for (const name of ['kafka', 'order', 'pricing']) {
    const run = await supervisor.keep(smallPart(name).part)
    void run.process.exited.then(() => ended.push(name))
  }

  await supervisor.stop([['order', 'pricing'], ['kafka']])

  expect(ended).toHaveLength(3)
  expect(ended.at(-1)).toBe('kafka')
})

test('a stop in the middle of a start leaves nothing behind', async () => {
  const { supervisor, off } = supervise()
  const { part, runs } = smallPart('order', `console.log('never ready'); ${staying}`)
  const started = supervisor.keep(part)
  let settledAs = 'starting'
  started.catch(({ message }) => {
    settledAs = message
  })

  off.abort(new Error('called off'))
  await supervisor.stop([['order']])

  expect(settledAs).toBe('called off')
  expect(runs).toEqual([])
})

test('a part that is replaced ends without being counted, and the new one is kept', async () => {
  const { supervisor, told } = supervise()
  const first = smallPart('order')
  const second = smallPart('order')
  await supervisor.keep(first.part)

  await supervisor.replace(second.part)
  await second.runs[0]?.kill()

  await expect.poll(() => told).toHaveLength(2)
  expect(first.runs).toHaveLength(1)
  expect(second.runs).toHaveLength(2)
})

test('a part that is halted rests, killed or stopped, until it is resumed', async () => {
  const { supervisor, told } = supervise()
  const { part, runs } = smallPart('order')
  await supervisor.keep(part)

  for (const how of ['kill', 'stop', 'kill', 'stop'] as const) {
    await supervisor.halt('order', how)
    expect(supervisor.current('order')).toBeUndefined()
    await supervisor.resume('order')
  }

  expect(runs).toHaveLength(5)
  expect(supervisor.current('order')).toBe(runs[4])
  expect(told).toEqual([])
})

test('a part that is relieved in calm has ended before its successor starts', async () => {
  const { supervisor, told } = supervise()
  const first = smallPart('order')
  const second = smallPart('order')
  await supervisor.keep(first.part)

  const beside = () => expect.unreachable('it had ended')
  await supervisor.relieve(second.part, { patienceMs: 30_000, beside })
  await second.runs[0]?.kill()

  await expect.poll(() => told).toHaveLength(2)
  expect(first.runs).toHaveLength(1)
  expect(second.runs).toHaveLength(2)
})

test('a part that drains goes on beside its successor, and its end starts nothing', async () => {
  const { supervisor, told } = supervise()
  const { part, drained } = drainingPart('order')
  const second = smallPart('order')
  const old = await supervisor.keep(part)

  await supervisor.relieve(part, { patienceMs: 0, beside: () => second.part })
  drained()
  await old.process.exited
  await second.runs[0]?.kill()

  await expect.poll(() => told).toHaveLength(2)
  expect(second.runs).toHaveLength(2)
  expect(supervisor.current('order')).toBe(second.runs[1])
})

test('a stop waits for what drains beside its successor before it stops what both need', async () => {
  const { supervisor } = supervise()
  const { part, drained } = drainingPart('order')
  const second = smallPart('order')
  const kafka = smallPart('kafka')
  await Promise.all([supervisor.keep(part), supervisor.keep(kafka.part)])
  await supervisor.relieve(part, { patienceMs: 0, beside: () => second.part })

  const stopped = supervisor.stop([['order'], ['kafka']])
  await second.runs[0]?.process.exited
  const kafkaRuns = supervisor.current('kafka')
  drained()
  await stopped

  expect(kafkaRuns).toBe(kafka.runs[0])
  expect(supervisor.current('kafka')).toBeUndefined()
})
