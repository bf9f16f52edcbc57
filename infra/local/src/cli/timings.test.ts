import { expect, test } from 'vitest'
import type { Out } from './console-screen.ts'
import type { ShownSystem } from './shown-system.ts'
import { readTimings, writeTimings } from './timings.ts'

const figures = { startMs: 3_000.4, firstTraceMs: 4_200.6 }
const timings = [
  { name: 'kafka', tookMs: 1_800.2 },
  { name: 'order', tookMs: 700.7 },
]

test('each part is told with its time and its memory, then the whole', async () => {
  const measurePart = async (name: string) => (name === 'kafka' ? 170.4e6 : 95.6e6)
  const written: string[] = []
  const out = { write: (text: string) => written.push(text) } as unknown as Out

  const told = await readTimings({ timings, measurePart } as unknown as ShownSystem, figures)
  writeTimings(out, told)

  expect(told).toEqual({
    readyMs: 3_000,
    firstTraceMs: 4_201,
    timings: [
      { name: 'kafka', tookMs: 1_800, rssMb: 170 },
      { name: 'order', tookMs: 701, rssMb: 96 },
    ],
  })
  expect(written.join('').trim().split('\n')).toEqual([
    'kafka          1800 ms   170 MB',
    'order           701 ms    96 MB',
    'all serve      3000 ms',
    'first trace    4201 ms',
  ])
})

test('where parts cannot be told apart their memory is left out', async () => {
  const told = await readTimings({ timings } as unknown as ShownSystem, figures)

  expect(told.timings[0]).toEqual({ name: 'kafka', tookMs: 1_800 })
})
