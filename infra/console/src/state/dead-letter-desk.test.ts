import type { Runner } from '@tailspan/local/start'
import { expect, test } from 'vitest'
import { Changes } from './changes.ts'
import { type AskDlt, DeadLetterDesk } from './dead-letter-desk.ts'

test('an address that is opened many times starts one process, and many addresses one at a time', async () => {
  const asked: string[] = []
  const { promise: answer, resolve } = Promise.withResolvers<string>()
  const ask: AskDlt = (...args) => {
    asked.push(args.join(' '))
    return answer
  }
  const desk = new DeadLetterDesk({} as Runner, new Changes(), ask)

  const many = Array.from({ length: 50 }, () => desk.show('abcd'))
  const others = Array.from({ length: 50 }, (_, i) => desk.show(`beef${i}`))
  const ends = Promise.allSettled(others)
  await expect.poll(() => asked).toEqual(['show abcd --value --json'])
  resolve('{"code":"mail-refused"}')

  expect(await Promise.all(many)).toEqual(many.map(() => ({ code: 'mail-refused' })))
  const refused = (await ends).filter(({ status }) => status === 'rejected')
  expect([refused.length, asked.length]).toEqual([46, 5])
})

test('a list that is asked for while one is being read is read behind it: the first may have missed what has come', async () => {
  const answers = Array.from({ length: 3 }, () => Promise.withResolvers<string>())
  let asked = 0
  const desk = new DeadLetterDesk({} as Runner, new Changes(), async () => {
    asked += 1
    return (await answers[asked - 1]?.promise) ?? ''
  })
  const list = (id: string) => JSON.stringify({ deadLetters: [{ id }], parked: [], troubles: [] })

  const refreshed = desk.refresh()
  const again = [desk.refresh(), desk.refresh()]
  answers[0]?.resolve(list('as it was'))
  await expect.poll(() => [asked, desk.seen.list?.deadLetters]).toEqual([2, [{ id: 'as it was' }]])
  answers[1]?.resolve(list('as it is'))
  await Promise.all([refreshed, ...again])

  expect(desk.seen).toMatchObject({ list: { deadLetters: [{ id: 'as it is' }] }, isReading: false })
  expect(asked).toBe(2)
})
