import { getEventListeners } from 'node:events'
import { setTimeout as until } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { type Cancellable, createScope, rootScope, withCancel, withTimeout } from './index.ts'

const e1 = new Error('first')
const e2 = new Error('second')

test('D8 a cancel without a reason has the constant one', () => {
  const child = withCancel(rootScope)

  child.cancel()

  expect(child.scope.signal.reason).toMatchObject({ name: 'Cancelled', code: 'cancelled' })
})

test('D8 a cancel with a reason has that reason, and the second one is not heard', () => {
  const child = withCancel(rootScope)

  child.cancel(e1)
  child.cancel(e2)

  expect(child.scope.signal.reason).toBe(e1)
})

test('D8 parent(e1) then child(e2): both were cancelled by e1', () => {
  const parent = withCancel(rootScope)
  const child = withCancel(parent.scope)

  parent.cancel(e1)
  child.cancel(e2)

  expect(parent.scope.signal.reason).toBe(e1)
  expect(child.scope.signal.reason).toBe(e1)
})

test('D8 child(e2) then parent(e1): each has its own cause', () => {
  const parent = withCancel(rootScope)
  const child = withCancel(parent.scope)

  child.cancel(e2)
  parent.cancel(e1)

  expect(child.scope.signal.reason).toBe(e2)
  expect(parent.scope.signal.reason).toBe(e1)
})

test('D8 a timeout with a cause that fired has that cause', async () => {
  const child = withTimeout(rootScope, 1, { reason: e1 })

  await until(5)

  expect(child.scope.signal.reason).toBe(e1)
})

test('D8 a timeout that was cancelled early has the cancel’s cause, and never the timeout’s', async () => {
  const child = withTimeout(rootScope, 1, { reason: e1 })

  child.cancel(e2)
  await until(5)

  expect(child.scope.signal.reason).toBe(e2)
})

test.each([2 ** 31, Number.POSITIVE_INFINITY])(
  'D8 a timeout of %d ms does not fire at once',
  async (ms) => {
    using child = withTimeout(rootScope, ms)

    await until(5)

    expect(child.scope.signal.aborted).toBe(false)
  },
)

test('D8 a timeout whose parent is cancelled first has the parent’s cause', () => {
  const parent = withCancel(rootScope)
  using child = withTimeout(parent.scope, 60_000, { reason: e1 })

  parent.cancel(e2)

  expect(child.scope.signal.reason).toBe(e2)
})

test.each([
  ['withCancel', withCancel],
  ['withTimeout', (scope: typeof rootScope) => withTimeout(scope, 60_000)],
])('D8 %s under a cancelled parent is done at construction, with its cause', (_name, derive) => {
  const parent = withCancel(rootScope)
  parent.cancel(e1)

  const child = derive(parent.scope)

  expect(child.scope.signal.aborted).toBe(true)
  expect(child.scope.signal.reason).toBe(e1)
})

test('D8 a child is cancelled by a foreign signal too', () => {
  const foreign = new AbortController()
  const child = withCancel(createScope({ signal: foreign.signal }))

  foreign.abort(e1)

  expect(child.scope.signal.reason).toBe(e1)
})

test('D8 a deadline is never later than the parent’s', () => {
  using near = withTimeout(rootScope, 1_000)
  using far = withTimeout(near.scope, 60_000)
  using nearer = withTimeout(near.scope, 10)

  expect(far.scope.deadlineMs).toBe(near.scope.deadlineMs)
  expect(nearer.scope.deadlineMs).toBeLessThan(near.scope.deadlineMs ?? 0)
  expect(withCancel(near.scope).scope.deadlineMs).toBe(near.scope.deadlineMs)
})

test.each(['parent', 'child'] as const)(
  'D10 a timeout whose %s is cancelled leaves no timer behind',
  (who) => {
    const clear = vi.spyOn(globalThis, 'clearTimeout')
    const set = vi.spyOn(globalThis, 'setTimeout')
    const parent = withCancel(createScope())
    const child = withTimeout(parent.scope, 60_000)

    const cancelled = who === 'parent' ? parent : child
    cancelled.cancel()

    expect(clear).toHaveBeenCalledWith(set.mock.results[0]?.value)
    vi.restoreAllMocks()
  },
)

test('D8 leaving a block disposes of its scope', () => {
  const parent = withCancel(rootScope)
  let inside: AbortSignal
  {
    using child = withTimeout(parent.scope, 60_000)
    inside = child.scope.signal
    expect(inside.aborted).toBe(false)
  }

  expect(inside.reason).toMatchObject({ code: 'cancelled' })
  expect(listeners(parent)).toBe(0)
})

test.each([1, 7, 42, 1337])(
  'D10 a random tree of 100 scopes leaves nothing behind (seed %i)',
  (seed) => {
    const random = createRandom(seed)
    const base = createScope()
    const nodes: Cancellable[] = [withCancel(base)]
    while (nodes.length < 100) {
      const parent = nodes[Math.floor(random() * nodes.length)]?.scope ?? base
      nodes.push(random() < 0.5 ? withCancel(parent) : withTimeout(parent, 60_000))
    }

    for (const node of shuffle(nodes, random)) node.cancel(e1)

    expect(nodes.filter((node) => !node.scope.signal.aborted)).toEqual([])
    expect(nodes.reduce((sum, node) => sum + listeners(node), 0)).toBe(0)
    expect(getEventListeners(base.signal, 'abort')).toEqual([])
  },
)

test('D10 a tree cancelled at its root alone is done everywhere, and leaves nothing behind', () => {
  const random = createRandom(3)
  const root = withCancel(rootScope)
  const nodes: Cancellable[] = [root]
  while (nodes.length < 100) {
    nodes.push(withCancel(nodes[Math.floor(random() * nodes.length)]?.scope ?? rootScope))
  }

  root.cancel(e1)

  expect(nodes.every((node) => node.scope.signal.reason === e1)).toBe(true)
  expect(nodes.reduce((sum, node) => sum + listeners(node), 0)).toBe(0)
})

function listeners({ scope }: Cancellable): number {
  return getEventListeners(scope.signal, 'abort').length
}

/** Small and repeatable (mulberry32): a failing tree can be had again by its seed. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
