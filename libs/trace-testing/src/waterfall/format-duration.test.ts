import { expect, test } from 'vitest'
import { formatDuration } from './format-duration.ts'

test.each([
  [0n, '0'],
  [1n, '1 ns'],
  [999n, '999 ns'],
  [1_000n, '1.00 µs'],
  [80_000n, '80.0 µs'],
  [999_499n, '999 µs'],
  [999_500n, '1.00 ms'],
  [12_412_000n, '12.4 ms'],
  [128_000_000n, '128 ms'],
  [999_600_000n, '1.00 s'],
  [59_949_000_000n, '59.9 s'],
  [59_960_000_000n, '1 min'],
  [125_000_000_000n, '2 min 5 s'],
  [3_600_000_000_000n, '1 h'],
  [7_380_000_000_000n, '2 h 3 min'],
  [90_000_000_000_000n, '1 d 1 h'],
  [-4_000_000n, '-4.00 ms'],
])('%i ns is written %s', (ns, text) => {
  expect(formatDuration(ns)).toBe(text)
})
