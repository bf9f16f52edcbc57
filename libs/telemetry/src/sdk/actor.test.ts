import { expect, onTestFinished, test, vi } from 'vitest'
import { telemetryActor } from './actor.ts'
import { setRunning } from './running.ts'

/** A telemetry whose last export never ends. */
function givenRunning() {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const giveUp = vi.fn()
  setRunning({
    metricIntervalMs: 1_000,
    renderMetrics: async () => '',
    shutdown: () => new Promise<void>(() => {}),
    giveUp,
  })
  return giveUp
}

test.each([
  ['stands still', 0],
  ['steps back by an hour', -3_600_000],
  ['steps forward by an hour', 3_600_000],
])(
  'what is left is exported for as long as there is time, whether the clock of the machine %s',
  async (_, stepMs) => {
    const giveUp = givenRunning()
    const spent = new AbortController()
    const stopped = telemetryActor({ flushMs: 2_000 }).stop(spent.signal, 500)

    vi.setSystemTime(Date.now() + stepMs)
    await vi.advanceTimersByTimeAsync(1_700)
    spent.abort()
    await vi.advanceTimersByTimeAsync(290)
    const early = giveUp.mock.calls.length
    await vi.advanceTimersByTimeAsync(10)

    expect([early, giveUp.mock.calls.length]).toEqual([0, 1])
    await stopped
  },
)
