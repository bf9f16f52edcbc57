import { signs } from './draw-bar.ts'
import { cellsOf, cut, printable } from './fit-text.ts'
import { formatDuration } from './format-duration.ts'
import type { Picture } from './picture.ts'

/** Explains the signs that the picture uses, and no others. */
export function drawLegend({ answer, scale, paint, width }: Picture, drawn: string): string[] {
  const pausedNs = scale.cuts.reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0n)
  const entries = [
    [signs.running, 'runs'],
    [signs.outliving, 'runs after its parent has ended'],
    [signs.waiting, 'waits to start'],
    [signs.answered, `${printable(answer?.span.name ?? '')} has ended`],
    [signs.cut, `${formatDuration(pausedNs)} cut out, nothing ran`],
  ] as const
  const used = entries.filter(([sign]) => drawn.includes(sign))
  if (used.length < 2) return []
  const lines = wrap(
    used.map(([sign, meaning]) => `${sign} ${meaning}`),
    width,
  )
  return [lines.map((line) => paint.dim(cut(line, width))).join('\n')]
}

function wrap(entries: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const entry of entries) {
    const longer = `${lines.at(-1)}   ${entry}`
    if (lines.length > 0 && cellsOf(longer) <= width) lines.splice(-1, 1, longer)
    else lines.push(entry)
  }
  return lines
}
