import { ROOT_CONTEXT } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { LazyScope } from './index.ts'

test.each(['asked for before', 'asked for after'])(
  'the first reason stays, its signal %s',
  (when) => {
    const scope = new LazyScope(ROOT_CONTEXT, 0)
    if (when === 'asked for before') expect(scope.signal.aborted).toBe(false)

    scope.abort('too late')
    scope.abort('shutting down')

    expect(scope.reason).toBe('too late')
    expect(scope.signal.reason).toBe('too late')
  },
)

test('the signal is always the same one', () => {
  const scope = new LazyScope(ROOT_CONTEXT, 0)

  expect(scope.signal).toBe(scope.signal)
})

test('nothing of it can be changed from outside', () => {
  const scope = new LazyScope(ROOT_CONTEXT)

  expect(Reflect.set(scope, 'context', ROOT_CONTEXT.setValue(Symbol('other'), 1))).toBe(false)
  expect(Reflect.set(scope, 'signal', AbortSignal.abort())).toBe(false)
  expect(scope).not.toHaveProperty('deadlineMs')
})
