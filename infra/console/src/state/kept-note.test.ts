import { SpanStore } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { keptNote } from './kept-note.ts'

test('a reader is told how many spans are kept, and how many had to go', () => {
  const store = new SpanStore({ maxSpans: 2 })
  const spans = [1, 2, 3, 4].map((i) => ({ traceId: `${i}`, spanId: `${i}`, links: [] }))

  const before = keptNote(store)
  store.add(spans as never)

  expect(before).toBe('The newest 2 spans are kept.')
  expect(keptNote(store)).toBe('The newest 2 spans are kept; 2 older ones are gone.')
})
