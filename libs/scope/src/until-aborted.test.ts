import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { unlessAborted, untilAborted } from './index.ts'

const never = new Promise<never>(() => {})
const listeners = ({ signal }: AbortController) => getEventListeners(signal, 'abort')

describe('untilAborted', () => {
  test('resolves with the abort, and at once on a signal that is aborted already', async () => {
    const life = new AbortController()

    const ended = untilAborted(life.signal)
    life.abort(new Error('stop'))

    expect(await ended).toBeUndefined()
    expect(await untilAborted(life.signal)).toBeUndefined()
    expect(await untilAborted(life.signal, never)).toBeUndefined()
    expect(listeners(life)).toEqual([])
  })

  test('work that ends first ends it, with its value or its error, and no listener stays', async () => {
    const life = new AbortController()

    const value = await untilAborted(life.signal, never, Promise.resolve('done'))
    const failed = untilAborted(life.signal, Promise.reject(new Error('broken')))

    expect(value).toBe('done')
    await expect(failed).rejects.toThrow('broken')
    expect(listeners(life)).toEqual([])
  })

  test('work that fails after the abort is no unhandled rejection', async () => {
    const late = Promise.withResolvers<string>()

    expect(await untilAborted(AbortSignal.abort(), late.promise)).toBeUndefined()
    // An unhandled rejection fails the run.
    late.reject(new Error('late'))
  })
})

describe('unlessAborted', () => {
  test('work that ends first gives its value or its error, and no listener stays', async () => {
    const life = new AbortController()

    const value = await unlessAborted(Promise.resolve('connected'), life.signal)
    const failed = unlessAborted(Promise.reject(new Error('refused')), life.signal)

    expect(value).toBe('connected')
    await expect(failed).rejects.toThrow('refused')
    expect(listeners(life)).toEqual([])
  })

  test('an abort ends the wait with its reason, and no listener stays', async () => {
    const life = new AbortController()

    const waiting = unlessAborted(never, life.signal)
    life.abort(new Error('stop'))

    await expect(waiting).rejects.toThrow('stop')
    expect(listeners(life)).toEqual([])
  })

  test('a signal that is aborted already does not wait, and late errors are discarded', async () => {
    const late = Promise.withResolvers<string>()

    const waiting = unlessAborted(late.promise, AbortSignal.abort(new Error('stopped before')))

    await expect(waiting).rejects.toThrow('stopped before')
    late.reject(new Error('late'))
  })
})
