import { expect, test } from 'vitest'
import { type Counts, missing, untilArrived } from './arrival.ts'

const patience = { silenceMs: 20, lookMs: 1 }

/** Shows these counts one after the other, and the last one without end. */
function showing(...counts: Counts[]) {
  let looks = 0
  return async () => counts[Math.min(looks++, counts.length - 1)] as Counts
}

test('what arrives late is waited for', async () => {
  const count = showing(
    { records: 0, spans: 0 },
    { records: 2, spans: 3 },
    { records: 2, spans: 6 },
  )

  const seen = await untilArrived(count, { records: 2, spans: 6 }, patience)

  expect(seen).toEqual({ records: 2, spans: 6 })
})

test('what never arrives is missing', async () => {
  const wanted = { records: 5, spans: 15 }
  const count = showing({ records: 0, spans: 0 }, { records: 3, spans: 14 })

  const seen = await untilArrived(count, wanted, patience)

  expect(missing(wanted, seen)).toEqual({ records: 2, spans: 1 })
})

test('more than was wanted does not make up for what is missing', () => {
  const wanted = { records: 5, spans: 15 }

  expect(missing(wanted, { records: 9, spans: 14 })).toEqual({ records: 0, spans: 1 })
})
