import { createContextKey, ROOT_CONTEXT } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { LinkedContext } from './linked-context.ts'

const [a, b] = [createContextKey('a'), createContextKey('b')]

test('a value is added without changing the context it is added to', () => {
  const first = new LinkedContext(ROOT_CONTEXT, a, 1)

  const second = first.setValue(b, 2).setValue(a, 3)

  expect([first.getValue(a), first.getValue(b)]).toEqual([1, undefined])
  expect([second.getValue(a), second.getValue(b)]).toEqual([3, 2])
})

test('a value is deleted without changing the context it is deleted from', () => {
  const first = new LinkedContext(ROOT_CONTEXT.setValue(b, 2), a, 1)

  const second = first.deleteValue(a).deleteValue(b)

  expect([first.getValue(a), first.getValue(b)]).toEqual([1, 2])
  expect([second.getValue(a), second.getValue(b)]).toEqual([undefined, undefined])
})
