import type { Span } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { toJson } from './start-report.ts'

const span = (traceId: string, service: string) => ({ traceId, service }) as Span

test('the result for machines has the documented fields and no others', () => {
  const json = toJson('local', {
    demo: {
      order: { id: 'o1', traceId: 't1', message: 'shortly', answeredMs: 12 },
      status: 'confirmed',
      mails: ['placed', 'confirmed'],
      spans: [span('t1', 'order'), span('t1', 'inventory'), span('t2', 'order')],
      orderMs: 210.4,
      faults: [],
    },
    startMs: 3_999.6,
    firstTraceMs: 5_100,
    firstStartMs: undefined,
    rssBytes: 1_000_400_000,
  })

  expect(json).toEqual({
    mode: 'local',
    orderId: 'o1',
    status: 'confirmed',
    traceIds: ['t1', 't2'],
    spans: 3,
    services: ['inventory', 'order'],
    mails: ['placed', 'confirmed'],
    startMs: 4_000,
    orderMs: 210,
    rssMb: 1_000,
  })
})
