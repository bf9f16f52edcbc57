import { parseArgs } from 'node:util'
import { CannotDo } from './cannot-do.ts'
import { type CommandName, commandNames, help } from './help.ts'

/** What `npm run dlt` was told. */
export type CommandLine = {
  readonly name: CommandName
  readonly ids: readonly string[]
  readonly all: boolean
  readonly again: boolean
  readonly value: boolean
  readonly yes: boolean
  readonly json: boolean
}

const flags = {
  all: { type: 'boolean', default: false },
  again: { type: 'boolean', default: false },
  value: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

type Flag = keyof typeof flags

const flagsOf: Readonly<Record<CommandName, readonly Flag[]>> = {
  list: [],
  show: ['value'],
  replay: ['all', 'again'],
  release: [],
  drop: ['yes'],
}

/**
 * Reads the arguments; a text instead of a command is help that was asked for.
 *
 * errors: usage, with the sentence to print
 */
export function readCommandLine(args: readonly string[]): CommandLine | string {
  const { values, positionals } = parse(args)
  const [name, ...ids] = positionals
  if (name === undefined) return values.help ? help() : refuse('Say what to do', help())
  if (!isCommand(name)) return refuse(`There is no "${name}"`, help())
  if (values.help) return help(name)
  refuseForeignFlags(name, values)
  refuseWrongCount({ name, ids, all: values.all })
  return { ...values, name, ids }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: true })
  } catch (error) {
    const [fault = ''] = (error as Error).message.split(/[.:] |\.$/, 1)
    return refuse(fault, help())
  }
}

function refuseForeignFlags(name: CommandName, values: Readonly<Record<Flag, boolean>>): void {
  const known: readonly Flag[] = [...flagsOf[name], 'json', 'help']
  const foreign = (Object.keys(flags) as Flag[]).find(
    (flag) => values[flag] && !known.includes(flag),
  )
  if (foreign) refuse(`${name} knows no --${foreign}`, help(name))
}

type Asked = { readonly name: CommandName; readonly ids: readonly string[]; readonly all: boolean }

function refuseWrongCount({ name, ids, all }: Asked): void {
  if (name === 'list' && ids.length > 0) refuse('list takes no ID', help(name))
  if (name === 'show' && ids.length !== 1) refuse('show takes one ID', help(name))
  if (name === 'replay' && all === ids.length > 0)
    refuse('replay takes IDs, or --all instead of them', help(name))
  if (['release', 'drop'].includes(name) && ids.length === 0)
    refuse(`${name} takes at least one ID`, help(name))
}

function isCommand(name: string): name is CommandName {
  return (commandNames as readonly string[]).includes(name)
}

function refuse(fault: string, advice: string): never {
  throw new CannotDo('usage', `${fault}.\n\n${advice}`)
}
