import { parseArgs } from 'node:util'
import { CannotStart } from '../cannot-start.ts'

/** What `npm start` was told. */
export type StartOptions = {
  readonly once: boolean
  readonly json: boolean
  readonly timings: boolean
}

const known = {
  once: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  timings: { type: 'boolean', default: false },
  local: { type: 'boolean', default: false },
  docker: { type: 'boolean', default: false },
} as const

/**
 * Reads the options of `npm start`.
 *
 * errors: option-unknown, mode-unavailable
 */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { docker, local, ...options } = parse(args)
  if (docker && local)
    throw new CannotStart('option-unknown', '--docker and --local exclude each other: give one.')
  if (docker)
    throw new CannotStart(
      'mode-unavailable',
      'Containers come with the container step and are not there yet: start without --docker; the same system then runs on Java and npm packages.',
    )
  return options
}

function parse(args: readonly string[]) {
  const result = tryParse(args)
  if ('values' in result) return result.values
  const options = Object.keys(known)
    .map((name) => `--${name}`)
    .join(', ')
  throw new CannotStart(
    'option-unknown',
    `${firstSentence(result.error)}: npm start knows ${options} and --help (after a --, as in npm start -- --once).`,
    { cause: result.error },
  )
}

function tryParse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known, strict: true, allowPositionals: false })
  } catch (error) {
    return { error: error as Error }
  }
}

function firstSentence({ message }: Error): string {
  return message.split(/[.:] |\.$/, 1)[0] ?? message
}
