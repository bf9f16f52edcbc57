import type { Span } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { toJson } from './start-report.ts'

const span = (traceId: string, service: string) => ({ traceId, service }) as Span

test('the result for machines has the documented fields and no others', () => {
  const json = toJson('local', {
    demo: {
      headline: 'One request: answered.',
      details: ['and more'],
      facts: { requestId: 'r1', status: 'done' },
      traceId: 't1',
      spans: [span('t1', 'front'), span('t1', 'back'), span('t2', 'front')],
      faults: [],
    },
    startMs: 3_999.6,
    firstTraceMs: 5_100,
    firstStartMs: undefined,
    rssBytes: 1_000_400_000,
  })

  expect(json).toEqual({
    mode: 'local',
    requestId: 'r1',
    status: 'done',
    traceIds: ['t1', 't2'],
    spans: 3,
    services: ['back', 'front'],
    startMs: 4_000,
    rssMb: 1_000,
  })
})
