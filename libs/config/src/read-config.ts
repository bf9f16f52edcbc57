import { TailspanError } from '@tailspan/errors'

/** All variables, for one that must fit another. */
export type Environment = Readonly<Record<string, string | undefined>>

/** One setting: the variable that holds it, how it is read, what holds when it is not set. */
export type Setting<T> = {
  readonly env: string
  readonly parse: (text: string, env: Environment) => T
  readonly fallback?: string
}

/** The names a service gives its settings. */
export type Settings = Readonly<Record<string, Setting<unknown>>>

/** The values that the settings stand for. */
export type Config<S extends Settings> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never
}

/** Every fault of the environment at once; values are not repeated, they may be secrets. */
export class ConfigError extends TailspanError {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super('config-invalid', 'invalid', `settings: ${faults.join('; ')}`)
    this.faults = faults
  }
}

/**
 * Reads all settings from the environment and freezes them.
 *
 * shape:  an empty variable counts as not set
 *         `alsoWrong` are sentences about settings that others read, such as those of telemetry
 * errors: config-invalid, once, naming every variable that is missing or wrong
 */
export function readConfig<const S extends Settings>(
  settings: S,
  env: Environment,
  alsoWrong: readonly string[] = [],
): Config<S> {
  const faults: string[] = []
  const entries = Object.entries(settings).map(([name, setting]) => [
    name,
    readSetting(setting, env, faults),
  ])
  faults.push(...alsoWrong)
  if (faults.length > 0) throw new ConfigError(faults)
  return Object.freeze(Object.fromEntries(entries)) as Config<S>
}

function readSetting<T>(
  { env: variable, parse, fallback }: Setting<T>,
  env: Environment,
  faults: string[],
): T | undefined {
  const text = env[variable] || fallback
  if (text === undefined) {
    faults.push(`${variable} is not set`)
    return undefined
  }
  try {
    return parse(text, env)
  } catch (fault) {
    faults.push(`${variable} ${fault instanceof Error ? fault.message : String(fault)}`)
    return undefined
  }
}
