import { type Span, SpanStore } from '@tailspan/trace-testing'
import { expect, test, vi } from 'vitest'
import { followTraces } from './follow-traces.ts'

const patience = { acceptedMs: 20, refusedMs: 20 }

/** What is shown of one order whose answer had this status, with nothing but its server span. */
async function showOrder(status: number): Promise<string> {
  const store = new SpanStore()
  let shown = ''
  followTraces({ write: (text) => (shown += text) }, { store }, patience)
  const attributes = { 'http.response.status_code': status }
  const times = { startNs: 0n, endNs: 1_000_000n, kind: 'SERVER', status: { code: 'UNSET' } }
  const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), links: [], events: [] }
  const name = { service: 'order', name: 'POST /orders', attributes }
  store.add([{ ...ids, ...times, ...name } as unknown as Span])
  await vi.waitFor(() => expect(shown).not.toBe(''), { timeout: 30_000 })
  return shown
}

test('the trace of an accepted order that is not whole in time says what it lacks', async () => {
  const shown = await showOrder(202)

  expect(shown).toMatch(/POST \/orders +SERVER/)
  expect(shown).toMatch(/not whole after 0\.02 s.*it lacks 1 × GET \/stock of order and \d+ more/)
})

test('the trace of a refused order lacks nothing', async () => {
  const shown = await showOrder(422)

  expect(shown).toMatch(/POST \/orders +SERVER/)
  expect(shown).not.toContain('not whole')
})
