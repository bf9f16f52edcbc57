import type { Runner } from '@tailspan/local/start'

/** Whether all spans of a trace are here, said plainly. */
export type Completeness = {
  readonly kind: 'complete' | 'growing' | 'empty'
  readonly text: string
  readonly lacks: readonly string[]
}

/** Compares a trace with what an accepted order leaves. */
export function readCompleteness(runner: Runner, traceId: string): Completeness {
  const { spans, lacks, isAccepted } = runner.readTrace(traceId)
  const count = `${spans.length} span${spans.length === 1 ? '' : 's'}`
  if (spans.length === 0)
    return { kind: 'empty', text: 'no span of this trace has arrived yet, or none is kept', lacks }
  if (lacks.length > 0)
    return { kind: 'growing', text: `${count}, lacks ${lacks.length} more`, lacks }
  const what = isAccepted ? 'complete' : 'no accepted order: nothing more is expected'
  return { kind: 'complete', text: `${count}, ${what}`, lacks }
}
