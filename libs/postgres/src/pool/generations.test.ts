import { expect, test } from 'vitest'
import { Generations } from './generations.ts'

test('W1 what was opened before a wrong server was found is retired, what was opened after it is not', () => {
  const generations = new Generations()
  const [before, after] = [{}, {}]
  generations.opened(before)

  generations.retireAll()
  generations.opened(after)

  expect([before, after].map((client) => generations.isRetired(client))).toEqual([true, false])
})

test('W1 while each statement finds the wrong server, connections are not replaced for each of them', () => {
  const generations = new Generations()
  generations.retireAll()
  const client = {}
  generations.opened(client)

  generations.retireAll()

  expect(generations.isRetired(client)).toBe(false)
})
