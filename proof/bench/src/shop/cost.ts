import { readCpuSeconds } from '../measure/processes.ts'
import { type PartName, parts } from './open-shop.ts'

/** Processor time by program. */
export type Cost = Readonly<Record<PartName, number>>

/** What each part has worked so far, all that it started included, in seconds. */
export async function readCost(pids: Readonly<Record<PartName, number>>): Promise<Cost> {
  const read = await readCpuSeconds(parts.map((part) => pids[part]))
  return toCost((_, i) => read[i] ?? Number.NaN)
}

/** What one of so many orders, or seconds, cost between two readings, in ms. */
export function costOver(before: Cost, after: Cost, count: number): Cost {
  return toCost((part) => ((after[part] - before[part]) * 1_000) / count)
}

/** All programs together. */
export function total(cost: Cost): number {
  return parts.reduce((sum, part) => sum + cost[part], 0)
}

/** The whole, its unit, and each program. */
export function tellCost(cost: Cost, unit: string): string {
  const byPart = parts.map((part) => `${part} ${cost[part].toFixed(1)}`).join(', ')
  return `${total(cost).toFixed(1)} ${unit} (${byPart})`
}

function toCost(read: (part: PartName, i: number) => number): Cost {
  return Object.fromEntries(parts.map((part, i) => [part, read(part, i)])) as Cost
}
