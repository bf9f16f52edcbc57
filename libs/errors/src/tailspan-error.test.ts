import { expect, test } from 'vitest'
import { TailspanError, toTailspanError } from './index.ts'

class StockGone extends TailspanError {
  constructor(options?: ErrorOptions) {
    super('stock-gone', 'conflict', 'the last piece was sold', options)
  }
}

test('a subclass names itself, keeps its code, its kind and its cause', () => {
  const cause = new Error('row locked')

  const error = new StockGone({ cause })

  expect(error).toMatchObject({ name: 'StockGone', code: 'stock-gone', kind: 'conflict', cause })
})

test('a foreign error becomes internal with the original as its cause', () => {
  const foreign = new TypeError('x is not a function')

  const error = toTailspanError(foreign)

  expect(error).toMatchObject({ code: 'unexpected', kind: 'internal', cause: foreign })
  expect(error.message).toBe('x is not a function')
})

test('a thrown string is kept as message and cause', () => {
  const error = toTailspanError('gone')

  expect(error).toMatchObject({ message: 'gone', cause: 'gone' })
})

test('our own error passes through untouched', () => {
  const own = new StockGone()

  expect(toTailspanError(own)).toBe(own)
})
