import { afterEach, expect, test, vi } from 'vitest'
import { DatabaseFault, DatabaseUnavailable } from '../faults/database-error.ts'
import { BrokenStatements } from './broken-statements.ts'

const fault = (sqlState: string) => new DatabaseFault(sqlState, { hitsAll: true })
const full = new DatabaseUnavailable('disk full', { connectionLost: false, stillAnswers: true })

afterEach(() => void vi.useRealTimers())

test('W1 a statement that is broken is logged once, and told until it works', () => {
  const log = { error: vi.fn() }
  const broken = new BrokenStatements(log)

  broken.failed('select tea', fault('42P01'))
  broken.failed('select tea', fault('42P01'))
  broken.worked('select milk')

  expect(log.error).toHaveBeenCalledOnce()
  expect(broken.any()).toMatchObject({ sqlState: '42P01' })
  broken.worked('select tea')
  expect(broken.any()).toBeUndefined()
})

test('W1 a statement that nobody sends any more is forgotten', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const broken = new BrokenStatements({ error() {} })
  broken.failed('select tea', fault('42P01'))

  vi.advanceTimersByTime(60_000)

  expect(broken.any()).toBeUndefined()
})

test('W1 a disk is full for as long as a statement finds it so, and nothing else is written', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const log = { error: vi.fn() }
  const broken = new BrokenStatements(log)

  for (let second = 0; second < 300; second += 10) {
    broken.failed('insert tea', full)
    vi.advanceTimersByTime(10_000)
    expect(broken.any()).toBe(full)
  }

  broken.worked('insert tea')
  expect(broken.any()).toBeUndefined()
  expect(log.error).toHaveBeenCalledExactlyOnceWith('postgres.statement-refused', { err: full })
})

test('W1 one statement that asks for too much does not keep an instance away whose others write', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const broken = new BrokenStatements({ error() {} })
  const told: boolean[] = []

  // Less often than it is remembered: as when the instance gets no requests meanwhile.
  for (let nth = 0; nth < 6; nth += 1) {
    broken.failed('select report', full)
    broken.wrote()
    told.push(broken.any() !== undefined)
    vi.advanceTimersByTime(40_000)
  }

  expect(told).toEqual([true, true, false, false, false, false])
  broken.failed('insert tea', full)
  expect(broken.any()).toBe(full)
})

test('W1 a statement that is wrong counts although others write', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const broken = new BrokenStatements({ error() {} })
  broken.failed('select tea', fault('42P01'))
  vi.advanceTimersByTime(120_000)

  broken.failed('select tea', fault('42P01'))
  broken.wrote()

  expect(broken.any()).toMatchObject({ sqlState: '42P01' })
})

test('W1 however many statements fail, the last one is known', () => {
  const broken = new BrokenStatements({ error() {} })
  for (let n = 0; n < 500; n += 1) broken.failed(`insert ${n}`, full)

  for (let n = 0; n < 499; n += 1) broken.worked(`insert ${n}`)

  expect(broken.any()).toBe(full)
})
