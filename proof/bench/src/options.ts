import { parseArgs } from 'node:util'
import { entries } from './entries.ts'
import type { Effort, Entry } from './entry.ts'
import { readClient } from './read-client.ts'

/** What `npm run bench` was told. */
export type BenchOptions = Effort & { readonly entries: readonly Entry[]; readonly json: boolean }

const known = {
  only: { type: 'string' },
  against: { type: 'string' },
  client: { type: 'string' },
  quick: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

const usual = { rounds: '5', seconds: '3' }
const quick = { rounds: '1', seconds: '1' }

/** Reads the options of `npm run bench`; what is wrong is thrown as one sentence. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({ args: [...args], options: known, strict: true })
  const { rounds, seconds } = { ...(values.quick ? quick : usual), ...values }
  const chosen = choose(values.only)
  return {
    entries: chosen,
    ...readAgainst(values.against, chosen),
    client: readClient(values.client, chosen),
    rounds: readCount('rounds', rounds),
    secondsPerRound: readCount('seconds', seconds),
    json: values.json,
  }
}

function choose(only: string | undefined): readonly Entry[] {
  if (only === undefined) return entries
  const wanted = only.split(',').map((name) => name.trim())
  const unknown = wanted.find((name) => !entries.some((entry) => entry.name === name))
  if (unknown === undefined) return entries.filter(({ name }) => wanted.includes(name))
  const names = entries.map(({ name }) => name).join(', ')
  throw new Error(`There is no "${unknown}" to measure, only: ${names}.`)
}

function readAgainst(
  against: string | undefined,
  chosen: readonly Entry[],
): Pick<Effort, 'against'> {
  if (against === undefined) return {}
  if (chosen.some(({ name }) => name === 'shop')) return { against }
  throw new Error('--against is for the entry shop: name it with --only.')
}

function readCount(name: string, text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= 1_000) return number
  throw new Error(`--${name} takes a whole number from 1 to 1000, not "${text}".`)
}
