const pausesPerTime = 512
const longestPart = 4

/**
 * How long a deferred mail pauses after so many tries.
 *
 * shape: doubles from 1/512 of the whole time to a quarter of it: 7 s, 14 s … 15 min of an hour, eleven tries
 * units: milliseconds
 */
export function retryPauseMs(tries: number, retryForMs: number): number {
  const firstMs = retryForMs / pausesPerTime
  return Math.min(firstMs * 2 ** (tries - 1), retryForMs / longestPart)
}
