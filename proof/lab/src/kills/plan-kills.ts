import type { PartName, Random } from '@tailspan/experiment'

/** What is killed, and when. */
export type Kill = {
  readonly part: Killable
  /** Into its round. */
  readonly atMs: number
  /** Between its death and the start of the next one. */
  readonly restMs: number
}

export type Killable = Extract<PartName, 'order' | 'inventory' | 'notification' | 'kafka'>

export const killables: readonly Killable[] = ['order', 'inventory', 'notification', 'kafka']

type Plan = {
  readonly kills: number
  readonly roundMs: number
  readonly random: Random
  /** All of them unless given. */
  readonly parts?: readonly Killable[]
}

const longestRestMs = 1_000

/** One kill for each round: every part as often as the others, in random order, at random moments. */
export function planKills({ kills, roundMs, random, parts = killables }: Plan): Kill[] {
  const all = Array.from({ length: kills }, (_, i) => parts[i % parts.length] ?? 'order')
  return shuffle(all, random).map((part) => ({
    part,
    atMs: random.between(0.1 * roundMs, 0.9 * roundMs),
    restMs: random.between(0, longestRestMs),
  }))
}

function shuffle<T>(list: readonly T[], random: Random): T[] {
  const left = [...list]
  return list.flatMap(() => left.splice(random.between(0, left.length), 1))
}
