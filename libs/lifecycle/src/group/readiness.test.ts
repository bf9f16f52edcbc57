import { afterEach, expect, test, vi } from 'vitest'
import { createReadiness } from '../index.ts'

afterEach(() => vi.useRealTimers())

test('a process is not ready while it starts, ready once it accepts, and not when it refuses', () => {
  const readiness = createReadiness()

  expect([readiness.ready(), readiness.reason()]).toEqual([false, 'starting'])
  readiness.accept()
  expect([readiness.ready(), readiness.reason()]).toEqual([true, undefined])
  readiness.refuse('stopping')
  expect([readiness.ready(), readiness.reason()]).toEqual([false, 'stopping'])
})

test('every dependency is asked, and one fault makes the process not ready', async () => {
  const readiness = createReadiness()
  readiness.accept()
  readiness.add('postgres', async () => {})
  readiness.add('kafka', () => Promise.reject(new Error('connection refused')))
  readiness.add('mail', () => {
    throw new Error('not even a promise')
  })

  const report = await readiness.check()

  expect(report).toEqual({
    ready: false,
    checks: { postgres: 'ok', kafka: 'connection refused', mail: 'not even a promise' },
  })
})

test('a dependency that is not vital is shown, and the process is ready without it', async () => {
  const readiness = createReadiness()
  readiness.accept()
  readiness.add('kafka', () => Promise.reject(new Error('away')), { vital: false })

  expect(await readiness.check()).toEqual({ ready: true, checks: { kafka: 'away' } })
})

test('L4 a dependency that does not answer in time is not ready, and its question is cancelled', async () => {
  const readiness = createReadiness({ timeoutMs: 5 })
  readiness.accept()
  const asked: AbortSignal[] = []
  readiness.add('kafka', (signal) => new Promise(() => asked.push(signal)))

  const report = await readiness.check()

  expect(report).toEqual({ ready: false, checks: { kafka: 'no answer within 5 ms' } })
  expect(asked[0]?.aborted).toBe(true)
})

test('healthy dependencies do not make a process ready that refuses', async () => {
  const readiness = createReadiness()
  readiness.add('postgres', async () => {})

  expect(await readiness.check()).toEqual({
    ready: false,
    reason: 'starting',
    checks: { postgres: 'ok' },
  })
})

test('with all dependencies healthy an accepting process is ready', async () => {
  const readiness = createReadiness()
  readiness.accept()
  readiness.add('postgres', async () => {})

  expect(await readiness.check()).toEqual({ ready: true, checks: { postgres: 'ok' } })
})

test('L4 a dependency is asked once, however many ask the process, and its answer is kept', async () => {
  const { promise: answer, resolve } = Promise.withResolvers<void>()
  const readiness = createReadiness({ keepMs: 60_000 })
  readiness.accept()
  let asked = 0
  readiness.add('postgres', () => {
    asked += 1
    return answer
  })

  const reports = Array.from({ length: 400 }, () => readiness.check())
  resolve()

  expect(new Set((await Promise.all(reports)).map(({ ready }) => ready))).toEqual(new Set([true]))
  await readiness.check()
  expect(asked).toBe(1)
})

test('L4 an answer that is too old is asked for again', async () => {
  const readiness = createReadiness({ keepMs: 0 })
  readiness.accept()
  const answers = [() => Promise.reject(new Error('away')), async () => {}]
  readiness.add('postgres', () => answers.shift()?.() ?? Promise.resolve())

  expect([await readiness.check(), await readiness.check()]).toMatchObject([
    { ready: false, checks: { postgres: 'away' } },
    { ready: true, checks: { postgres: 'ok' } },
  ])
})

test('L4 a dependency that hangs collects no questions, and is asked again once it has answered', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const first = Promise.withResolvers<void>()
  const readiness = createReadiness({ timeoutMs: 5, keepMs: 0 })
  readiness.accept()
  let asked = 0
  readiness.add('smtp', () => {
    asked += 1
    return asked === 1 ? first.promise : Promise.resolve()
  })

  for (const _ of [1, 2, 3]) {
    const late = readiness.check()
    await vi.advanceTimersByTimeAsync(5)
    expect(await late).toMatchObject({ ready: false })
  }
  expect(asked).toBe(1)

  first.resolve()
  await first.promise
  expect(await readiness.check()).toMatchObject({ ready: true })
})

test('L4 a question that its dependency seems to have lost is asked again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const readiness = createReadiness({ timeoutMs: 5, keepMs: 0 })
  readiness.accept()
  const answers: Promise<void>[] = [new Promise(() => {}), Promise.resolve()]
  readiness.add('smtp', () => answers.shift() ?? Promise.resolve())

  const late = readiness.check()
  await vi.advanceTimersByTimeAsync(51)

  expect(await late).toMatchObject({ ready: false })
  expect(await readiness.check()).toMatchObject({ ready: true })
})

test('L4 answers from before the start has ended are not kept', async () => {
  const readiness = createReadiness({ keepMs: 60_000 })
  let isUp = false
  readiness.add('kafka', async () => {
    if (!isUp) throw new Error('away')
  })
  await readiness.check()

  isUp = true
  readiness.accept()

  expect(await readiness.check()).toEqual({ ready: true, checks: { kafka: 'ok' } })
})
