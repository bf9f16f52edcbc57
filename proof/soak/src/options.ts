import { parseArgs } from 'node:util'

/** What `npm run soak` was told. */
export type SoakOptions = {
  /** Half of it over HTTP/1.1, half over HTTP/2; without the pauses in which samples are taken. */
  readonly minutes: number
  readonly ratePerSecond: number
  /** Rounds of SIGTERM with `PUBLISH=detached`; 0 leaves them out. */
  readonly stops: number
  readonly seed: number
  readonly json: boolean
}

const known = {
  minutes: { type: 'string', default: '10' },
  rate: { type: 'string', default: '200' },
  stops: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
} as const

/** Reads the options of `npm run soak`; what is wrong is thrown as one sentence. */
export function readSoakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({ args: [...args], options: known, strict: true })
  return {
    minutes: read('minutes', values.minutes, { max: 24 * 60 }),
    ratePerSecond: read('rate', values.rate, { min: 1, max: 1_000 }),
    stops: read('stops', values.stops, { max: 1_000, whole: true }),
    seed: read('seed', values.seed, { max: 2 ** 32 - 1, whole: true }),
    json: values.json,
  }
}

type Bounds = { readonly min?: number; readonly max: number; readonly whole?: boolean }

function read(name: string, text: string, { min = 0, max, whole = false }: Bounds): number {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  const isGood = number >= min && number <= max && (!whole || Number.isInteger(number))
  if (isGood) return number
  const kind = whole ? 'a whole number' : 'a number'
  throw new Error(`--${name} takes ${kind} from ${min} to ${max}, not "${text}".`)
}
