import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** As much of a service of the Compose file as is compared. */
export type Composed = {
  readonly image: string
  readonly environment: Readonly<Record<string, string | null>>
  readonly mem_limit: string
  readonly init?: boolean
  readonly read_only?: boolean
  readonly tmpfs?: readonly string[]
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
}

const text = readFileSync(new URL('../../compose.yaml', import.meta.url), 'utf8')

/** The services of infra/compose.yaml as they are without any setting of the shell. */
export const composed: Readonly<Record<string, Composed>> = parse(
  text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1'),
  { merge: true },
).services

/** What Compose always sets; what it only passes on has no value. */
export function composedSettings(name: string): readonly (readonly [string, string])[] {
  return Object.entries(composed[name]?.environment ?? {}).flatMap(([setting, value]) =>
    value === null ? [] : [[setting, String(value)] as const],
  )
}
