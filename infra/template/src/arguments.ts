import { parseArgs } from 'node:util'
import { Refusal } from './refusal.ts'

/** What was typed after `npm run COMMAND --`. */
export type Arguments = {
  readonly words: readonly string[]
  readonly settings: Readonly<Record<string, string | undefined>>
  readonly isDryRun: boolean
}

/** Reads words, `--dry-run` and the settings that the command knows; another option is refused. */
export function readArguments(
  args: readonly string[],
  settings: readonly string[] = [],
): Arguments {
  const options = Object.fromEntries(settings.map((name) => [name, { type: 'string' } as const]))
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...options, 'dry-run': { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const { 'dry-run': isDryRun, ...given } = values
  return { words: positionals, settings: given, isDryRun: isDryRun === true }
}

/** Reads `service NAME`; anything else is refused with `asks` and an example of the command. */
export function readService(args: readonly string[], { command, asks }: Wanted) {
  const { words, isDryRun } = readArguments(args)
  const [kind, name, ...more] = words
  if (kind !== 'service' || name === undefined || more.length > 0)
    throw new Refusal(`${asks}: npm run ${command} -- service billing`)
  return { name, isDryRun }
}

type Wanted = { readonly command: string; readonly asks: string }
