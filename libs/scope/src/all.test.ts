import { getEventListeners } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { afterAll, expect, expectTypeOf, test } from 'vitest'
import { all, createScope, rootScope, type Scope, withCancel } from './index.ts'

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
afterAll(() => context.disable())

/** Waits like a fetch does: until it is cancelled, and then rejects with the reason. */
function untilCancelled({ signal }: Scope): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

test('results stand at the index of their subtask, in whatever order they end', async () => {
  const results = await all(rootScope, [
    async () => {
      await turn()
      return 'slow'
    },
    async () => 2,
  ])

  expect(results).toEqual(['slow', 2])
  expectTypeOf(results).toEqualTypeOf<[string, number]>()
})

test('no subtasks are done at once', async () => {
  expect(await all(rootScope, [])).toEqual([])
})

test('the first failure cancels the siblings and is the error', async () => {
  const first = new Error('no stock')
  let siblingReason: unknown

  const joined = all(rootScope, [
    (scope) =>
      untilCancelled(scope).catch((reason) => {
        siblingReason = reason
        throw new Error('a later failure', { cause: reason })
      }),
    async () => {
      await turn()
      throw first
    },
  ])

  await expect(joined).rejects.toBe(first)
  expect(siblingReason).toBe(first)
})

test('a failure is thrown only once every subtask has ended', async () => {
  let ended = false

  const joined = all(rootScope, [
    async () => {
      throw new Error('at once')
    },
    async () => {
      await turn()
      ended = true
    },
  ])

  await expect(joined).rejects.toThrow('at once')
  expect(ended).toBe(true)
})

test('a subtask that throws before its first await is a failure like any other', async () => {
  const joined = all(rootScope, [
    () => {
      throw new Error('not even a promise')
    },
  ])

  await expect(joined).rejects.toThrow('not even a promise')
})

test('a cancelled parent cancels all, and its reason is the error', async () => {
  const request = withCancel(rootScope)
  const gone = new Error('client gone')

  const joined = all(request.scope, [
    untilCancelled,
    (scope) => untilCancelled(scope).catch((cause) => Promise.reject(new Error('mine', { cause }))),
  ])
  request.cancel(gone)

  await expect(joined).rejects.toBe(gone)
})

test('under a cancelled parent nothing starts', async () => {
  const request = withCancel(rootScope)
  const gone = new Error('client gone')
  request.cancel(gone)
  let started = 0

  const joined = all(request.scope, [async () => (started += 1)])

  await expect(joined).rejects.toBe(gone)
  expect(started).toBe(0)
})

test('results that were all there are not lost by a cancel at the last moment', async () => {
  const request = withCancel(rootScope)

  const results = await all(request.scope, [
    async () => {
      request.cancel()
      return 'done'
    },
  ])

  expect(results).toEqual(['done'])
})

test('the signal is aborted after the wait even on success, and no listener is left', async () => {
  const request = withCancel(rootScope)
  let kept: AbortSignal | undefined

  await all(request.scope, [
    async ({ signal }) => {
      kept = signal
    },
  ])

  expect(kept?.aborted).toBe(true)
  expect(request.scope.signal.aborted).toBe(false)
  expect(getEventListeners(request.scope.signal, 'abort')).toEqual([])
})

test('subtasks run in the context of their scope', async () => {
  const key = createContextKey('order')
  const scope = createScope({ context: ROOT_CONTEXT.setValue(key, 'o-1') })

  const seen = await all(scope, [
    async () => {
      await turn()
      return context.active().getValue(key)
    },
  ])

  expect(seen).toEqual(['o-1'])
})

test('G12 1,024 subtasks under a limit of 10 all run, never more than 10 at a time', async () => {
  let running = 0
  let most = 0
  const subtasks = Array.from({ length: 1_024 }, (_, index) => async () => {
    running += 1
    most = Math.max(most, running)
    await turn()
    running -= 1
    return index
  })

  const results = await all(rootScope, subtasks, { limit: 10 })

  expect(most).toBe(10)
  expect(results).toEqual(subtasks.map((_, index) => index))
})

test('G12 after a failure what waits for its turn never starts', async () => {
  let started = 0
  const subtasks = Array.from({ length: 100 }, () => async () => {
    started += 1
    await turn()
    throw new Error('broken')
  })

  await expect(all(rootScope, subtasks, { limit: 10 })).rejects.toThrow('broken')

  expect(started).toBe(10)
})

test('G13 joined errors: with join every siblings go on and all failures are thrown in time order', async () => {
  let finished = false
  const late = new Error('late')
  const early = new Error('early')

  const joined = all(
    rootScope,
    [
      async () => {
        await turn()
        throw late
      },
      async () => Promise.reject(early),
      async ({ signal }) => {
        await turn()
        await turn()
        finished = !signal.aborted
      },
    ],
    { join: 'every' },
  )

  const thrown = await joined.catch((error) => error)
  expect(thrown).toBeInstanceOf(AggregateError)
  expect(thrown.errors).toEqual([early, late])
  expect(finished).toBe(true)
})

test('G13 a cancelled parent ends a join of every too', async () => {
  const request = withCancel(rootScope)

  const joined = all(request.scope, [untilCancelled, untilCancelled], { join: 'every' })
  request.cancel('client gone')

  await expect(joined).rejects.toMatchObject({ errors: ['client gone', 'client gone'] })
})
