import { expect, test } from 'vitest'
import { parseMemory } from './read-memory.ts'

test.each([
  ['63.09MiB / 160MiB', 66_154_660],
  ['1.5GiB / 2GiB', 1_610_612_736],
  ['512B / 0B', 512],
  ['', 0],
])('%j of docker stats is read as bytes', (line, bytes) => {
  expect(Math.round(parseMemory(line))).toBe(bytes)
})
