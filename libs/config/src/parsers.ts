import { Secret } from './secret.ts'

/** Turns the text of one variable into its value, or throws an Error whose text says what it must be. */
export type Parse<T> = (text: string) => T

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const

/** A TCP port; 0 lets the system choose. */
export const port: Parse<number> = integer({ min: 0, max: 65_535 })

/**
 * A duration with its unit.
 *
 * shape: digits and one of ms, s, m, h: `250ms`, `8s`
 * units: milliseconds
 */
export const duration: Parse<number> = (text) => {
  const match = /^(\d+)(ms|s|m|h)$/.exec(text)
  if (!match) throw new Error('must be a duration with a unit, such as 250ms, 8s or 2m')
  return Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]
}

/** Any non-empty text. */
export const text: Parse<string> = (value) => {
  if (value.trim() === '') throw new Error('must not be empty')
  return value
}

/** A text that is never shown: logs, errors and JSON see `[secret]`. */
export const secret: Parse<Secret> = (value) => new Secret(text(value))

/** A setting that may be left out; its fallback is the empty text. */
export function optional<T>(parse: Parse<T>): Parse<T | undefined> {
  return (value) => (value === '' ? undefined : parse(value))
}

/** A list of `host:port`, separated by commas. */
export const hosts: Parse<readonly string[]> = (value) => {
  const list = value.split(',').map((host) => host.trim())
  if (!list.every((host) => /^[\w.-]+:\d{1,5}$/.test(host)))
    throw new Error('must be a list of host:port, separated by commas')
  return list
}

/** Yes or no, written `true` or `false`. */
export const flag: Parse<boolean> = (value) => oneOf('true', 'false')(value) === 'true'

/** A whole number between two bounds, both included. */
export function integer({ min, max }: { min: number; max: number }): Parse<number> {
  return (value) => {
    const number = Number(value)
    if (!/^-?\d+$/.test(value) || number < min || number > max)
      throw new Error(`must be a whole number from ${min} to ${max}`)
    return number
  }
}

/** One of a closed set of words. */
export function oneOf<const T extends string>(...words: T[]): Parse<T> {
  return (value) => {
    if (!words.includes(value as T)) throw new Error(`must be one of ${words.join(', ')}`)
    return value as T
  }
}

/** An absolute URL of one of the named schemes, without a trailing slash. */
export function url(...schemes: string[]): Parse<string> {
  return (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined
    if (!parsed || !schemes.includes(parsed.protocol.slice(0, -1)))
      throw new Error(
        `must be a URL that starts with ${schemes.map((s) => `${s}://`).join(' or ')}`,
      )
    return value.replace(/\/+$/, '')
  }
}
