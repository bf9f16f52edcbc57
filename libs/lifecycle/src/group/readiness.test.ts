import { expect, test } from 'vitest'
import { createReadiness } from '../index.ts'

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

test('a dependency that does not answer in time is not ready, and its question is cancelled', async () => {
  const readiness = createReadiness()
  readiness.accept()
  const asked: AbortSignal[] = []
  readiness.add('kafka', (signal) => new Promise(() => asked.push(signal)))

  const report = await readiness.check({ timeoutMs: 5 })

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
