import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { EnvReader } from './env-reader.ts'
import { readTlsFiles, type TlsFiles } from './tls-files.ts'

/** The signals that are exported, as they stand in the names of variables. */
export type Signal = 'TRACES' | 'METRICS'

/** How one signal is exported; the exporter itself reads endpoint, headers, timeout and compression. */
export type OtlpConfig = {
  readonly protocol: 'http/json' | 'http/protobuf'
  readonly tls: TlsFiles
}

/** What is wrong so that no collector could ever be reached: the process must not start with it. */
export type Wrong = (sentence: string) => void

const protocols = ['http/json', 'http/protobuf'] as const

/**
 * Reads OTEL_EXPORTER_OTLP_*; a variable of the signal goes before the one for all signals.
 *
 * errors: none: `wrong` gets a sentence for each setting that can never work
 */
export function readOtlpConfig(env: EnvReader, signal: Signal, wrong: Wrong): OtlpConfig {
  const names = (setting: string) =>
    [`OTEL_EXPORTER_OTLP_${signal}_${setting}`, `OTEL_EXPORTER_OTLP_${setting}`] as const
  const first = (setting: string) => env.first(...names(setting))
  checkEndpoint(first('ENDPOINT'), wrong)
  for (const name of names('HEADERS')) checkHeaders(name, env.text(name), wrong)
  for (const name of names('TIMEOUT')) env.whole(name, 1)
  for (const name of names('COMPRESSION')) env.oneOf(name, ['none', 'gzip'])
  const [own, common] = names('PROTOCOL').map((name) => env.oneOf(name, protocols))
  return { protocol: own ?? common ?? 'http/json', tls: readTlsFiles(first, wrong) }
}

function checkEndpoint(found: readonly [string, string] | undefined, wrong: Wrong): void {
  if (!found) return
  const [variable, text] = found
  const protocol = URL.canParse(text) ? new URL(text).protocol : ''
  if (protocol !== 'http:' && protocol !== 'https:')
    wrong(`${variable} must be a URL that starts with http:// or https://`)
}

function checkHeaders(variable: string, text: string | undefined, wrong: Wrong): void {
  const pairs = text?.split(',').filter((pair) => pair.trim() !== '') ?? []
  if (!pairs.every(isHeader))
    wrong(`${variable} must be name=value pairs, URL-encoded, with commas`)
}

// What comes behind a semicolon would be cut off as the metadata of baggage, whose grammar this is.
function isHeader(pair: string): boolean {
  const [, name, value] = /^([^=]+)=([^;]+)$/.exec(pair) ?? []
  if (name === undefined || value === undefined) return false
  try {
    validateHeaderName(decodeURIComponent(name.trim()))
    validateHeaderValue('header', decodeURIComponent(value.trim()))
    return true
  } catch {
    return false
  }
}
