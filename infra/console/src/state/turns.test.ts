import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

/** Work that ends when it is told to, and what has begun. */
function givenWork() {
  const begun: string[] = []
  const ends = new Map<string, PromiseWithResolvers<string>>()
  const work = (name: string) => () => {
    begun.push(name)
    const end = Promise.withResolvers<string>()
    ends.set(name, end)
    return end.promise
  }
  return { begun, work, end: (name: string) => ends.get(name) as PromiseWithResolvers<string> }
}

test('one runs at a time; who asks for the same shares it', async () => {
  const turns = new Turns(5)
  const { begun, work, end } = givenWork()

  const asked = ['a', 'a', 'b', 'a', 'b'].map((name) => turns.take(name, work(name)))
  await expect.poll(() => begun).toEqual(['a'])
  end('a').resolve('about a')
  await expect.poll(() => begun).toEqual(['a', 'b'])
  end('b').resolve('about b')

  expect(await Promise.all(asked)).toEqual(['about a', 'about a', 'about b', 'about a', 'about b'])
  void turns.take('a', work('a'))
  await expect.poll(() => begun).toEqual(['a', 'b', 'a'])
})

test('one that fails fails for those who share it, and the next one runs', async () => {
  const turns = new Turns(5)
  const { begun, work, end } = givenWork()

  const [failing, shared, next] = ['a', 'a', 'b'].map((name) => turns.take(name, work(name)))
  await expect.poll(() => begun).toEqual(['a'])
  end('a').reject(new Error('broken'))

  await expect(failing).rejects.toThrow('broken')
  await expect(shared).rejects.toThrow('broken')
  await expect.poll(() => begun).toEqual(['a', 'b'])
  end('b').resolve('about b')
  expect(await next).toBe('about b')
})

test('more than may wait are refused at once, until one has ended', async () => {
  const turns = new Turns(2)
  const { begun, work, end } = givenWork()

  const [first, second] = ['a', 'b'].map((name) => turns.take(name, work(name)))
  const third = turns.take('c', work('c'))

  await expect(third).rejects.toMatchObject({ code: 'turns-taken', kind: 'conflict' })
  await expect.poll(() => begun).toEqual(['a'])
  end('a').resolve('')
  await first
  const again = turns.take('c', work('c'))
  await expect.poll(() => begun).toEqual(['a', 'b'])
  end('b').resolve('')
  await second
  await expect.poll(() => begun).toEqual(['a', 'b', 'c'])
  end('c').resolve('about c')
  expect(await again).toBe('about c')
})
