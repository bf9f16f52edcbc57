import { parseArgs } from 'node:util'
import type { Settings } from '@tailspan/experiment'
import { labContenders } from '../contenders.ts'
import { readClient } from '../read-client.ts'

/** What `npm run lab -- --kills N` was told. */
export type KillOptions = {
  readonly kills: number
  readonly orders: number
  readonly seed: number
  /** Only this one; else `durable`, and `detached`, which must lose. */
  readonly strategy: string | undefined
  /** Settings of all services. */
  readonly services: Settings
  readonly json: boolean
}

const known = {
  kills: { type: 'string', default: '50' },
  orders: { type: 'string', default: '5000' },
  seed: { type: 'string', default: '1' },
  strategy: { type: 'string' },
  client: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** Reads the options; what is wrong is thrown as one sentence. */
export function readKillOptions(args: readonly string[]): KillOptions {
  const { values } = parseArgs({ args: [...args], options: known, strict: true })
  return {
    kills: readCount('kills', values.kills, { min: 1, max: 10_000 }),
    orders: readCount('orders', values.orders, { min: 1, max: 1_000_000 }),
    seed: readCount('seed', values.seed, { min: 0, max: 2 ** 32 - 1 }),
    strategy: readStrategy(values.strategy),
    services: readClient(values.client),
    json: values.json,
  }
}

type Bounds = { readonly min: number; readonly max: number }

function readCount(name: string, text: string, { min, max }: Bounds): number {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isInteger(number) && number >= min && number <= max) return number
  throw new Error(`--${name} takes a whole number from ${min} to ${max}, not "${text}".`)
}

function readStrategy(text: string | undefined): string | undefined {
  const name = labContenders.find((known) => known.name === text)?.name
  if (name || text === undefined) return name
  throw new Error(
    `--strategy takes one of ${labContenders.map(({ name }) => name).join(', ')}, not "${text}".`,
  )
}
