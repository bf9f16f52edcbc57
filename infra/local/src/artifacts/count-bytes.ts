import type { Pin } from './pin.ts'
import type { Progress } from './progress.ts'

/** Tells, with each further megabyte of these files, how many have arrived. */
export function countBytes(what: string, missing: readonly Pin[], progress: Progress) {
  const totalBytes = missing.reduce((sum, { size }) => sum + size, 0)
  let arrivedBytes = 0
  let shownMb = -1
  return (byteCount: number) => {
    arrivedBytes += byteCount
    const mb = Math.floor(arrivedBytes / 1e6)
    if (mb === shownMb) return
    shownMb = mb
    progress(`downloading ${what}: ${mb} of ${Math.ceil(totalBytes / 1e6)} MB`)
  }
}
