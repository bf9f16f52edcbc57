import { spanOf } from '@tailspan/testkit'
import { SpanStore } from '@tailspan/trace-testing'
import { expect, test, vi } from 'vitest'
import { expectedTrace } from '../demo/expected-trace.ts'
import { followTraces } from './follow-traces.ts'

const [[service = '', name = ''] = [], [, next = ''] = []] = expectedTrace
const patience = { acceptedMs: 20, refusedMs: 20 }

/** What is shown of one request whose answer had this status, with nothing but its server span. */
async function showRequest(status: number): Promise<string> {
  const store = new SpanStore()
  let shown = ''
  followTraces({ write: (text) => (shown += text) }, { store }, patience)
  const attributes = { 'http.response.status_code': status }
  const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }
  store.add([spanOf(name, { ...ids, service, kind: 'SERVER', attributes, from: 0, to: 1 })])
  await vi.waitFor(() => expect(shown).not.toBe(''), { timeout: 30_000 })
  return shown
}

test('the trace of an accepted request that is not whole in time says what it lacks', async () => {
  const shown = await showRequest(202)

  expect(shown).toContain(`\n${name} `)
  expect(shown).toMatch(/not whole after 0\.02 s.*it lacks 1 × .* of .* and \d+ more/)
  expect(shown).toContain(`1 × ${next} of`)
})

test('the trace of a refused request lacks nothing', async () => {
  const shown = await showRequest(422)

  expect(shown).toContain(`\n${name} `)
  expect(shown).not.toContain('not whole')
})
