import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Remembers how long the first start with a state took; undefined when this is the first. */
export function recallFirstStart(state: string, startMs: number): number | undefined {
  const file = join(state, 'first-start-ms')
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    writeFileSync(file, String(Math.round(startMs)))
    return undefined
  }
}
