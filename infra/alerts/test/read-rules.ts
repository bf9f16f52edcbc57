import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** A rule as the file has it. */
export type Rule = {
  readonly record?: string
  readonly alert?: string
  readonly expr: string
  readonly for?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

export type Alert = Rule & { readonly alert: string }

/** A case of promtool's, in the file that has it. */
export type PromtoolCase = { readonly name: string } & Readonly<Record<string, unknown>>

type Tests = { readonly evaluation_interval: string; readonly tests: readonly PromtoolCase[] }

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** The file as it is. */
export const rulesText: string = read('rules.yaml')

const { groups } = parse(rulesText) as { groups: readonly { rules: readonly Rule[] }[] }

export const rules: readonly Rule[] = groups.flatMap((group) => group.rules)

export const records: readonly Rule[] = rules.filter(({ record }) => record !== undefined)

export const alerts: readonly Alert[] = rules.filter((rule): rule is Alert => 'alert' in rule)

/** The files of cases, as they are. */
export const testFiles: readonly Tests[] = ['ratios.test.yaml', 'promises.test.yaml'].map(
  (name) => parse(read(name)) as Tests,
)

/** The lines of a page, without the empty ones. */
export function readPage(path: string): readonly string[] {
  return read(path)
    .split('\n')
    .filter((line) => line.trim() !== '')
}
