import { parseArgs } from 'node:util'
import { type ServiceName, serviceNames } from '@tailspan/manifest'
import { CannotStart } from '../cannot-start.ts'

/** The same system, without containers or in them. */
export type Mode = 'local' | 'docker'

/** The options of `npm start`. */
export type StartOptions = {
  /** Undefined: docker if a container engine answers, else local (`chooseMode`). */
  readonly mode: Mode | undefined
  readonly once: boolean
  readonly json: boolean
  readonly timings: boolean
  /** The service that is started with Node's inspector; without containers only. */
  readonly inspect?: ServiceName
}

const known = {
  once: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  timings: { type: 'boolean', default: false },
  local: { type: 'boolean', default: false },
  docker: { type: 'boolean', default: false },
  inspect: { type: 'string' },
} as const

/**
 * Reads the options of `npm start`.
 *
 * errors: option-unknown; option-invalid for options that exclude each other, or a service that there is not
 */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { docker, local, inspect, ...options } = parse(args)
  if (docker && (local || inspect !== undefined))
    throw new CannotStart(
      'option-invalid',
      `--docker and --${local ? 'local' : 'inspect'} exclude each other: give one.`,
    )
  const mode = toMode(docker, local || inspect !== undefined)
  return inspect === undefined
    ? { ...options, mode }
    : { ...options, mode, inspect: toService(inspect) }
}

function toService(name: string): ServiceName {
  const service = serviceNames.find((known) => known === name)
  if (service) return service
  throw new CannotStart(
    'option-invalid',
    `--inspect takes one service: ${serviceNames.join(', ')}.`,
  )
}

function toMode(isDocker: boolean, isLocal: boolean): Mode | undefined {
  if (isDocker) return 'docker'
  return isLocal ? 'local' : undefined
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
