import type { TraceNode } from '../tree/trace-tree.ts'
import type { TimeScale } from './time-scale.ts'

/** The signs of the bar column, and what each says. */
export const signs = {
  running: '━',
  startsInside: '╺',
  endsInside: '╸',
  outliving: '╍',
  waiting: '┈',
  cut: '⋯',
  answered: '┊',
} as const

type Half = 'none' | 'waiting' | 'running' | 'outliving'

/** Draws when the span ran: one character per cell, half a cell at the ends. */
export function drawBar(
  { span, parent, outlivesByNs, gapNs }: TraceNode,
  scale: TimeScale,
): string {
  const halves = new Array<Half>(scale.cells * 2).fill('none')
  const at = (momentNs: bigint) => clamp(Math.round(scale.cellOf(momentNs) * 2), halves.length)
  const start = Math.min(at(span.startNs), halves.length - 1)
  const end = Math.max(at(span.endNs), start + 1)
  if (parent && gapNs > 0n) halves.fill('waiting', at(parent.span.endNs), start)
  halves.fill('running', start, end)
  if (parent && outlivesByNs > 0n) {
    // Never so short that it cannot be seen: that a span outlives its parent is what people look for.
    halves.fill('outliving', Math.max(start, Math.min(at(parent.span.endNs), end - 1)), end)
  }
  return withCuts(toCells(halves), scale)
}

function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(value, max))
}

function toCells(halves: readonly Half[]): string[] {
  return Array.from({ length: halves.length / 2 }, (_, i) =>
    cellOf(halves[i * 2] ?? 'none', halves[i * 2 + 1] ?? 'none'),
  )
}

function cellOf(left: Half, right: Half): string {
  if (left === 'outliving' || right === 'outliving') return signs.outliving
  if (left === 'running') return right === 'running' ? signs.running : signs.endsInside
  if (right === 'running') return signs.startsInside
  return left === 'waiting' || right === 'waiting' ? signs.waiting : ' '
}

function withCuts(cells: string[], { cuts }: TimeScale): string {
  for (const { atCell } of cuts) if (cells[atCell] !== ' ') cells[atCell] = signs.cut
  return cells.join('')
}
