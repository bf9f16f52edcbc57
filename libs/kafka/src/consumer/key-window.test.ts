import { expect, test } from 'vitest'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { KeyWindow, type Remembered } from './key-window.ts'

const fresh: Remembered = { wasDone: () => false, dueMsOf: () => 0 }

/** A record for each letter, of the key that the letter is; `-` has none, `#` could not be decoded. */
function givenWindow(keys: string, { maxAhead = 100, ...remembered }: Partial<Given> = {}) {
  const records = [...keys].map(
    (key, offset) =>
      ({
        offset: `${offset}`,
        key: key === '-' || key === '#' ? null : Buffer.from(key),
        ...(key === '#' && { unreadable: {} }),
      }) as IncomingRecord,
  )
  const window = new KeyWindow(records, { maxAhead, remembered: { ...fresh, ...remembered } })
  const takeAll = (nowMs = 0) => {
    const taken: number[] = []
    for (let index = window.take(nowMs); index !== undefined; index = window.take(nowMs))
      taken.push(index)
    return taken
  }
  return { window, takeAll }
}

type Given = Remembered & { readonly maxAhead: number }

test('C12 C13 the first record of each key may be begun, the next one when it is done', () => {
  const { window, takeAll } = givenWindow('abab')

  expect(takeAll()).toEqual([0, 1])
  window.settle(1)
  expect(takeAll()).toEqual([3])
  window.settle(0)
  expect(takeAll()).toEqual([2])
})

test('C13 records without a key are one key', () => {
  const { takeAll } = givenWindow('--a')

  expect(takeAll()).toEqual([0, 2])
})

test('C14 what is done without a gap ends before the first unfinished record', () => {
  const { window, takeAll } = givenWindow('abc')
  takeAll()

  window.settle(1)
  window.settle(2)
  const withHole = window.prefix
  window.settle(0)

  expect([withHole, window.prefix, window.isOver]).toEqual([0, 3, true])
})

test('C13 C15 a record that failed comes when it is due, before the others of its key; other keys do not wait', () => {
  let dueMs = 0
  const dueMsOf = ({ offset }: IncomingRecord) => (offset === '0' ? dueMs : 0)
  const { window, takeAll } = givenWindow('aab', { dueMsOf })
  takeAll()

  dueMs = 500
  window.putBack(0)
  window.settle(2)

  expect(takeAll(499)).toEqual([])
  expect(window.nextDueMs()).toBe(500)
  expect(takeAll(500)).toEqual([0])
})

test('C15 none is begun that lies more than the bound beyond the first unfinished one', () => {
  const { window, takeAll } = givenWindow('abcdef', { maxAhead: 3 })

  const before = takeAll()
  window.settle(1)
  window.settle(2)
  const stillHeld = takeAll()
  window.settle(0)

  expect([before, stillHeld, takeAll()]).toEqual([[0, 1, 2], [], [3, 4, 5]])
})

test('C13 X1 what could not be decoded waits for all before it, and all behind it wait for it', () => {
  const { window, takeAll } = givenWindow('ab#c')

  expect(takeAll()).toEqual([0, 1])
  window.settle(0)
  expect(takeAll()).toEqual([])
  window.settle(1)
  expect(takeAll()).toEqual([2])
  window.settle(2)
  expect(takeAll()).toEqual([3])
})

test('C16 what was done in an earlier batch is not begun, and counts for the prefix', () => {
  const { window, takeAll } = givenWindow('abc', { wasDone: ({ offset }) => offset === '1' })

  expect(takeAll()).toEqual([0, 2])
  window.settle(0)

  expect(window.prefix).toBe(2)
})

test('C16 what failed in an earlier batch is not begun before it is due', () => {
  const { window, takeAll } = givenWindow('aab', {
    dueMsOf: ({ offset }) => (offset === '0' ? 700 : 0),
  })

  expect(takeAll(0)).toEqual([2])
  expect(takeAll(700)).toEqual([0])
  expect(window.inHand).toBe(2)
})

test('a window of nothing but finished records is over at once', () => {
  const { window } = givenWindow('ab', { wasDone: () => true })

  expect([window.isOver, window.prefix]).toEqual([true, 2])
})
