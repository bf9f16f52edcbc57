import { signs } from './draw-bar.ts'
import { cut, printable } from './fit-text.ts'
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
  const text = used.map(([sign, meaning]) => `${sign} ${meaning}`).join('   ')
  return used.length > 1 ? [paint.dim(cut(text, width))] : []
}
