import { exercises } from '@tailspan/exercises'
import { type LiveSystem, openLive } from '@tailspan/experiment/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'

let opened: LiveSystem
beforeAll(async () => {
  opened = await openLive()
})
afterAll(() => opened[Symbol.asyncDispose]())

test.each(exercises)('the system itself answers: $title', async (exercise) => {
  const { live, system } = opened
  const shown: string[] = []
  const stage = {
    spans: system.receiver.store,
    tell() {},
    show: (traceId: string) => void shown.push(traceId),
  }

  const finding = await live.alone(exercise.title, (hand) => exercise.run({ ...hand, ...stage }))

  expect(finding).toMatchObject({ cameTrue: exercise.expected })
  expect(shown).not.toEqual([])
  expect(live.state()).toMatchObject({ strategy: 'durable' })
})
