import type { Measured } from '../entry.ts'
import { type Cost, tellCost, total } from '../shop/cost.ts'
import { parts } from '../shop/open-shop.ts'

/** Processor time in ms: of a second without an order, and of an order at 10 and at 50 a second. */
export type Calm = { readonly idle: Cost; readonly ten: Cost; readonly fifty: Cost }

type Peer = { readonly name: string; readonly taken: readonly Calm[] }

const paces = [
  { key: 'idle', name: 'idle', unit: 'ms per second' },
  { key: 'ten', name: 'at 10 a second', unit: 'ms per settled order' },
  { key: 'fifty', name: 'at 50 a second', unit: 'ms per settled order' },
] as const

/** Ours beside the peer, the whole and each part. */
export function toFigures(mine: readonly Calm[], { name: peerName, taken }: Peer): Measured[] {
  return paces.flatMap(({ key, name, unit }) => {
    const figure = (of: string, read: (cost: Cost) => number): Measured => ({
      name: `calm, ${name}: CPU${of}`,
      unit,
      goal: null,
      ours: mine.map((one) => read(one[key])),
      peer: { name: peerName, rounds: taken.map((one) => read(one[key])) },
    })
    return [figure('', total), ...parts.map((part) => figure(` of ${part}`, (cost) => cost[part]))]
  })
}

/** One contender's round in one line. */
export function tellCalm(name: string, calm: Calm): string {
  const all = paces.map(({ key, name: pace, unit }) => `${pace} ${tellCost(calm[key], unit)}`)
  return `  ${name}: ${all.join('; ')}`
}
