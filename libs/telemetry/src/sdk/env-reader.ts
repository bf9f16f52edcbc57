/** The environment of a process, or of a test. */
export type Env = Readonly<Record<string, string | undefined>>

const longestTimerMs = 2 ** 31 - 1

/**
 * Reads variables as the OpenTelemetry specification asks: an empty one counts as not set, and what is
 * wrong is reported and ignored.
 *
 * shape: values are not repeated in `faults`, they may be secrets
 */
export class EnvReader {
  readonly #env: Env
  readonly #faults = new Set<string>()

  constructor(env: Env) {
    this.#env = env
  }

  get faults(): readonly string[] {
    return [...this.#faults]
  }

  text(variable: string): string | undefined {
    return this.#env[variable]?.trim() || undefined
  }

  /** The first of these that is set, with its name. */
  first(...variables: readonly string[]): readonly [string, string] | undefined {
    for (const variable of variables) {
      const value = this.text(variable)
      if (value !== undefined) return [variable, value]
    }
    return undefined
  }

  /** `true` or `false`, in any case. */
  flag(variable: string): boolean {
    const value = this.text(variable)?.toLowerCase() ?? 'false'
    if (value !== 'true' && value !== 'false') this.#faults.add(`${variable} must be true or false`)
    return value === 'true'
  }

  /** A whole number that a timer and a queue can hold. */
  whole(variable: string, fallback: number): number {
    const text = this.text(variable)
    if (text === undefined) return fallback
    const number = Number(text)
    if (/^\d+$/.test(text) && number > 0 && number <= longestTimerMs) return number
    this.#faults.add(`${variable} must be a whole number from 1 to ${longestTimerMs}`)
    return fallback
  }

  /** One of these words, in any case. */
  oneOf<T extends string>(variable: string, words: readonly T[]): T | undefined {
    const value = this.text(variable)?.toLowerCase()
    const found = words.find((word) => word === value)
    if (value !== undefined && !found)
      this.#faults.add(`${variable} must be one of ${words.join(', ')}`)
    return found
  }

  /** A list of these words, or `none`, which is an empty one; unknown words are left out. */
  list<T extends string>(
    variable: string,
    words: readonly T[],
    fallback: readonly T[],
  ): readonly T[] {
    const asked = new Set(
      this.text(variable)
        ?.toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    )
    const found = [...asked].flatMap((word) => words.find((known) => known === word) ?? [])
    const isNone = asked.has('none')
    const isKnown = asked.size === found.length + (isNone ? 1 : 0)
    if (!isKnown || (isNone && found.length > 0))
      this.#faults.add(`${variable} must be none or a list of ${words.join(', ')}`)
    if (isNone) return []
    return found.length > 0 ? found : fallback
  }
}
