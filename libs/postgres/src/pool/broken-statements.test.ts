import { expect, test, vi } from 'vitest'
import { DatabaseFault } from '../faults/database-error.ts'
import { BrokenStatements } from './broken-statements.ts'

const fault = (sqlState: string) => new DatabaseFault(sqlState, { hitsAll: true })

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
  vi.useRealTimers()
})
