import type { Measured } from './entry.ts'
import type { Figures, Result } from './judge.ts'

/** What was found, for people: figures, whether the goal is met, and every round. */
export function toTable(results: readonly Result[], measured: readonly Measured[]): string {
  return results.map((result, i) => toBlock(result, measured[i])).join('\n\n')
}

function toBlock(result: Result, raw?: Measured): string {
  const { name, unit, client, ours, peer, ratio, goal, met } = result
  const how = client ? `, with ${client}` : ''
  const goalText = goal ? `${met ? 'met' : 'MISSED'} (goal: ${goal})` : 'no goal, only to be known'
  return [
    `${name}, ${unit}${how}: ${goalText}`,
    line('', ['min', 'median', 'max']),
    line('ours', columns(ours)),
    ...(peer ? [line(peer.name, columns(peer))] : []),
    ...(ratio === null ? [] : [line('ratio', ['', String(ratio), ''])]),
    `  ours, all rounds            ${raw?.ours.map(show).join('  ')}`,
    ...(raw?.peer ? [`  peer, all rounds            ${raw.peer.rounds.map(show).join('  ')}`] : []),
  ].join('\n')
}

function line(head: string, cells: readonly string[]): string {
  return `  ${head.padEnd(28)}${cells.map((cell) => cell.padStart(10)).join('')}`.trimEnd()
}

function columns({ min, median, max }: Figures): string[] {
  return [min, median, max].map(show)
}

function show(number: number): string {
  if (!Number.isFinite(number)) return '–'
  return String(Math.abs(number) < 10 ? Number(number.toFixed(2)) : Math.round(number))
}
