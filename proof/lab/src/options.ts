import { parseArgs } from 'node:util'
import { faults, type Settings } from '@tailspan/experiment'
import { labContenders } from './contenders.ts'
import { readClient } from './read-client.ts'

/** What `npm run lab` was told. */
export type LabOptions = {
  /** In each cell. */
  readonly orders: number
  readonly seed: number
  /** Whether this contender under this fault is wanted. */
  readonly isWanted: (contender: string, fault: string) => boolean
  /** Settings of all services. */
  readonly services: Settings
  readonly json: boolean
}

const known = {
  orders: { type: 'string', default: '200' },
  seed: { type: 'string', default: '1' },
  only: { type: 'string', default: '' },
  client: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** Reads the options of `npm run lab`; what is wrong is thrown as one sentence. */
export function readLabOptions(args: readonly string[]): LabOptions {
  const { values } = parseArgs({ args: [...args], options: known, strict: true })
  return {
    orders: readNumber('orders', values.orders, { min: 2, max: 10_000 }),
    seed: readNumber('seed', values.seed, { min: 0, max: 2 ** 32 - 1 }),
    isWanted: readOnly(values.only),
    services: readClient(values.client),
    json: values.json,
  }
}

function readNumber(name: string, text: string, { min, max }: { min: number; max: number }) {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isInteger(number) && number >= min && number <= max) return number
  throw new Error(`--${name} takes a whole number from ${min} to ${max}, not "${text}".`)
}

function readOnly(text: string): LabOptions['isWanted'] {
  const wanted = text.split(',').flatMap((part) => part.trim() || [])
  const faultNames = faults.map(({ name }) => name)
  const isContender = (name: string) => labContenders.some((known) => known.name === name)
  for (const part of wanted) {
    const [first = '', second] = part.split('/')
    const isPair = second !== undefined && isContender(first) && faultNames.includes(second)
    const isOne = second === undefined && (isContender(first) || faultNames.includes(first))
    if (!isPair && !isOne) throw new Error(explainOnly(part, faultNames))
  }
  return (contender, fault) =>
    wanted.length === 0 ||
    [contender, fault, `${contender}/${fault}`].some((name) => wanted.includes(name))
}

function explainOnly(part: string, faultNames: readonly string[]): string {
  const contenders = labContenders.map(({ name }) => name).join(', ')
  return `--only does not know "${part}"; contenders: ${contenders}; faults: ${faultNames.join(', ')}; or contender/fault.`
}
