import { expect, test } from 'vitest'
import { type Progress, untilRest } from './until-rest.ts'

const patience = { quietMs: 30, lookMs: 1 }

/** Shows these one after the other, and the last one without end. */
function showing(...all: Progress[]) {
  let looks = 0
  return async () => all[Math.min(looks++, all.length - 1)] as Progress
}

test('a backlog is waited for until its last order is settled and its last event sent', async () => {
  const look = showing(
    { unsettled: 2, settled: 0, waiting: 1 },
    { unsettled: 1, settled: 1, waiting: 1 },
    { unsettled: 0, settled: 2, waiting: 1 },
    { unsettled: 0, settled: 2, waiting: 0 },
  )

  expect(await untilRest(look, patience)).toMatchObject({ unsettled: 0, settled: 2, waiting: 0 })
})

test('an order that nothing settles any more ends the wait, and counts from the last change', async () => {
  const look = showing(
    { unsettled: 2, settled: 0, waiting: 0 },
    { unsettled: 1, settled: 1, waiting: 0 },
  )

  const { unsettled, changedAtMs } = await untilRest(look, patience)

  expect(unsettled).toBe(1)
  expect(performance.now() - changedAtMs).toBeGreaterThanOrEqual(patience.quietMs)
})
