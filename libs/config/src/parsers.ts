import { isIPv6 } from 'node:net'
import { Secret } from './secret.ts'
import { assertHost } from './urls/host-port.ts'

/** Turns the text of one variable into its value, or throws an Error whose text says what it must be. */
export type Parse<T> = (text: string) => T

/** The longest that a timer can be set for; beyond it Node lets it fire at once. */
const longestTimerMs = 2 ** 31 - 1

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const

/** A TCP port; 0 lets the system choose. */
export const port: Parse<number> = integer({ min: 0, max: 65_535 })

/**
 * A duration with its unit that a timer can hold, 0 included.
 *
 * shape: digits and one of ms, s, m, h: `250ms`, `8s`
 * units: milliseconds
 */
export const duration: Parse<number> = (text) => {
  const match = /^(\d+)(ms|s|m|h)$/.exec(text)
  if (!match) throw new Error('must be a duration with a unit, such as 250ms, 8s or 2m')
  const ms = Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]
  if (ms > longestTimerMs)
    throw new Error('must be at most 596h, the longest that a timer can wait')
  return ms
}

/** A duration that is not 0. */
export const someTime: Parse<number> = (text) => {
  const ms = duration(text)
  if (ms === 0) throw new Error('must be longer than 0')
  return ms
}

/** What to listen on: a name or an address, without a port; IPv6 with or without brackets. */
export const host: Parse<string> = (value) => {
  const bare = value.replace(/^\[(.*)\]$/, '$1')
  if (!isIPv6(bare)) assertHost(value)
  return bare
}

/** Any non-empty text. */
export const text: Parse<string> = (value) => {
  if (value.trim() === '') throw new Error('must not be empty')
  return value
}

// RFC 5322, section 3.4: unquoted, these separate addresses, or make a group or a comment of them.
const address = String.raw`[^\s<>@,;:()"\\[\]]+@[^\s<>@,;:()"\\[\]]+`
const displayName = String.raw`(?:"(?:[^"\\\p{Cc}]|\\["\\])*"|[^<>@,;:()"\\[\]\p{Cc}]*)\s*`
const mailboxGrammar = new RegExp(`^(?:${displayName}<${address}>|${address})$`, 'u')

/** An address to send from, alone or behind a name: `Shop <shop@example.com>`. */
export const mailbox: Parse<string> = (value) => {
  if (!mailboxGrammar.test(value))
    throw new Error('must be a mail address, such as shop@example.com or Shop <shop@example.com>')
  return value
}

/** A text that is never shown: logs, errors and JSON see `[secret]`. */
export const secret: Parse<Secret> = (value) => new Secret(withoutControls(text(value)))

/** As it is; a control character is none that a person typed, but the end of a file's line. */
export const withoutControls: Parse<string> = (value) => {
  if (/\p{Cc}/u.test(value)) throw new Error('must hold no line break or other control character')
  return value
}

/** A setting that may be left out; its fallback is the empty text. */
export function optional<T>(parse: Parse<T>): Parse<T | undefined> {
  return (value) => (value === '' ? undefined : parse(value))
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
