import type { Out } from './console-screen.ts'
import type { ShownSystem } from './shown-system.ts'
import type { StartFigures } from './start-report.ts'

/** A part of the system: how long it took from what it needs to serving, and what it holds. */
export type PartTiming = {
  readonly name: string
  readonly tookMs: number
  /** In megabytes, its children included; not told in containers. */
  readonly rssMb?: number
}

/** Where the time of a start went, as `--timings` tells it; `--json` has it under the same names. */
export type Timings = {
  /** From the command to everything serving. */
  readonly readyMs: number
  /** From the command to the whole trace of the first order. */
  readonly firstTraceMs: number
  /** In the order in which they served. */
  readonly timings: readonly PartTiming[]
}

/** Breaks a start down; memory is read now, after the first order. */
export async function readTimings(
  { timings, measurePart }: ShownSystem,
  { startMs, firstTraceMs }: Pick<StartFigures, 'startMs' | 'firstTraceMs'>,
): Promise<Timings> {
  const parts = timings.map(async ({ name, tookMs }) => {
    const memory = measurePart ? { rssMb: Math.round((await measurePart(name)) / 1e6) } : {}
    return { name, tookMs: Math.round(tookMs), ...memory }
  })
  const whole = { readyMs: Math.round(startMs), firstTraceMs: Math.round(firstTraceMs) }
  return { ...whole, timings: await Promise.all(parts) }
}

/** One line for each part, in columns. */
export function writeTimings(out: Out, { timings, readyMs, firstTraceMs }: Timings): void {
  const parts = timings.map(({ name, tookMs, rssMb }) => {
    const memory = rssMb === undefined ? '' : `${rssMb} MB`.padStart(9)
    return `${toLine(name, tookMs)}${memory}`
  })
  const whole = [toLine('all serve', readyMs), toLine('first trace', firstTraceMs)]
  out.write(`\n${[...parts, ...whole].join('\n')}\n`)
}

function toLine(name: string, tookMs: number): string {
  return `${name.padEnd(13)}${`${tookMs} ms`.padStart(9)}`
}
