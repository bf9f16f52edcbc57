import { expect, test, vi } from 'vitest'
import type { ClientSettings } from '../settings.ts'
import { PlatformaticReader } from './reader.ts'

test('where there is no partition nothing is read until it is ended, and the process goes on meanwhile', async () => {
  const reader = new PlatformaticReader({ brokers: [] as readonly string[] } as ClientSettings)
  const on = { onBatch: vi.fn(), onGone: vi.fn() }

  const reading = await reader.read({ topics: [] }, on)
  await reading.end()

  expect([on.onBatch.mock.calls, on.onGone.mock.calls]).toEqual([[], []])
})
