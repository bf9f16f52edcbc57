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
