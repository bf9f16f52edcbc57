import type { Runner } from '@tailspan/local/start'
import { expect, onTestFinished, test, vi } from 'vitest'
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
  const show = (id: string) => desk.show(id, { again: false })

  const many = Array.from({ length: 50 }, () => show('abcd'))
  const others = Array.from({ length: 50 }, (_, i) => `beef${i}`)
  others.forEach(show)
  await expect.poll(() => asked).toEqual(['show abcd --value --json'])
  resolve('{"code":"mail-refused"}')

  expect(many).toEqual(many.map(() => undefined))
  await expect.poll(() => asked.length).toBe(5)
  await expect.poll(() => show('beef3')).toEqual({ code: 'mail-refused' })
  expect(asked[4]).toContain('beef3')
})

test('a preview is read behind the answer and announced, and anew when it is opened again or something was done', async () => {
  const nothing = '{"deadLetters":[],"parked":[],"troubles":[]}'
  const answers = ['{"attempts":1}', '{"attempts":2}', 'replayed', '{"attempts":3}']
  const announced: string[] = []
  const changes = new Changes()
  changes.listen((topics) => announced.push(...topics))
  const ask: AskDlt = async (what) => (what === 'list' ? nothing : (answers.shift() ?? ''))
  const desk = new DeadLetterDesk({} as Runner, changes, ask)
  const show = (again: boolean) => desk.show('abcd', { again })

  expect(show(true)).toBeUndefined()
  await expect.poll(() => announced).toEqual(['letters'])
  expect([show(false), show(false), answers.length]).toEqual([{ attempts: 1 }, { attempts: 1 }, 3])
  expect(show(true)).toEqual({ attempts: 1 })
  await expect.poll(() => show(false)).toEqual({ attempts: 2 })
  await desk.act('replay', 'abcd')

  expect(show(false)).toBeUndefined()
  await expect.poll(() => show(false)).toEqual({ attempts: 3 })
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

test('a list that was cut off is a trouble, and is read again while somebody looks', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const whole = '{"deadLetters":[{"id":"one"}],"parked":[],"troubles":[]}'
  const answers = [
    whole.slice(0, 20),
    '{"deadLetters":[],"parked":[],"troubles":["no Kafka"]}',
    whole,
  ]
  const changes = new Changes()
  const desk = new DeadLetterDesk({} as Runner, changes, async () => answers.shift() ?? '')
  const troubles = () => desk.seen.list?.troubles

  await desk.refresh()
  expect(troubles()).toEqual([expect.stringContaining('JSON')])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(answers.length).toBe(2)
  const leave = changes.listen(() => {})
  await desk.refresh()
  expect(troubles()).toEqual(['no Kafka'])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(desk.seen.list).toEqual(JSON.parse(whole))
  await vi.advanceTimersByTimeAsync(60_000)
  leave()

  expect(answers).toEqual([])
  expect(desk.seen.list).toEqual(JSON.parse(whole))
})

test('a list that stays in trouble is read again once in ten seconds, however often it was asked for', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  let asked = 0
  const changes = new Changes()
  onTestFinished(changes.listen(() => {}))
  const desk = new DeadLetterDesk({} as Runner, changes, async () => {
    asked += 1
    throw new Error('no Kafka')
  })
  for (let i = 0; i < 5; i++) await desk.refresh()

  await vi.advanceTimersByTimeAsync(30_000)

  expect(asked).toBe(5 + 3)
})
