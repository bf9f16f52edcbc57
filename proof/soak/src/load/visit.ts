import type { Random } from '@tailspan/experiment'

/** What one client is going to do. */
export type Visit = {
  readonly kind: 'buys' | 'leaves' | 'is-slow' | 'is-wrong'
  readonly body: string
  readonly contentType: string
  /** Sends its body in four pieces with such a pause after each; 0 sends it at once. */
  readonly pauseMs: number
  /** Goes away so long after it came, whatever has happened by then. */
  readonly leavesAfterMs?: number
  /** The whole connection ends with it, not only its own request. */
  readonly takesConnectionAlong: boolean
}

const json = 'application/json'
// An answer takes about ten milliseconds: these clients leave before the commit, after it and after the answer.
const longestStayMs = 40

/** Who comes, and how slow it may be. */
export type Customer = { readonly email: string; readonly slowestPauseMs: number }

/** Decides what the next client does: six in ten just buy, the others are what the internet is like. */
export function chooseVisit(random: Random, customer: Customer): Visit {
  const { email, slowestPauseMs } = customer
  const dice = random.next()
  const buys: Visit = {
    kind: 'buys',
    body: orderFor(email, 'tea', 2),
    contentType: json,
    pauseMs: 0,
    takesConnectionAlong: false,
  }
  if (dice < 0.6) return buys
  if (dice < 0.75) return leaves(random, buys)
  if (dice < 0.85)
    return {
      ...buys,
      kind: 'is-slow',
      pauseMs: random.between(slowestPauseMs / 10, slowestPauseMs),
    }
  return { ...buys, ...mistake(random, email), kind: 'is-wrong' }
}

function leaves(random: Random, visit: Visit): Visit {
  return {
    ...visit,
    kind: 'leaves',
    leavesAfterMs: random.between(0, longestStayMs),
    pauseMs: random.pick([0, 0, 5]),
    takesConnectionAlong: random.next() < 0.2,
  }
}

function mistake(random: Random, email: string): Pick<Visit, 'body' | 'contentType'> {
  return random.pick([
    { body: '{"customer":', contentType: json },
    { body: orderFor(email, 'tea', -1), contentType: json },
    { body: orderFor('nobody', 'tea', 1), contentType: json },
    { body: orderFor(email, 'gold', 1), contentType: json },
    { body: orderFor(email, 'tea', 1), contentType: 'text/plain' },
  ])
}

function orderFor(email: string, sku: string, quantity: number): string {
  return JSON.stringify({ customer: { email }, lines: [{ sku, quantity }] })
}
