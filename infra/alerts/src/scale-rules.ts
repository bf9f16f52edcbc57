import { parseQuery, type Span } from '@tailspan/promql'
import { parse, stringify } from 'yaml'
import { toSeconds } from './to-seconds.ts'

type Rule = { readonly expr: string; readonly for?: string }
type Rules = { readonly groups: readonly { readonly rules: readonly Rule[] }[] }

const minuteSeconds = 60

/**
 * The rules for a test that has no hours: windows, offsets and waits divided by a number, and ages of a minute or more, too.
 *
 * shape: what is shorter than a minute stays: an answer within 300 ms is no matter of patience
 */
export function scaleRules(text: string, by: number): string {
  const { groups, ...rest } = parse(text) as Rules
  const scaled = groups.map(({ rules, ...group }) => ({
    ...group,
    rules: rules.map((rule) => scaleRule(rule, by)),
  }))
  return stringify({ ...rest, groups: scaled })
}

function scaleRule(rule: Rule, by: number): Rule {
  const expr = scaleBoundaries(scaleFigures(rule.expr, by), by)
  return rule.for === undefined
    ? { ...rule, expr }
    : { ...rule, expr, for: `${toSeconds(rule.for) / by}s` }
}

function scaleFigures(expr: string, by: number): string {
  const { numbers, durations } = parseQuery(expr)
  const textOf = ({ from, to }: Span) => expr.slice(from, to)
  const scaled = [
    ...durations.map((span) => ({ ...span, figure: `${toSeconds(textOf(span)) / by}s` })),
    ...numbers.map((span) => ({ ...span, figure: scaleAge(textOf(span), by) })),
  ]
  // From the end, so that the places before it stay as they were.
  return scaled
    .toSorted((one, other) => other.from - one.from)
    .reduce((text, { from, to, figure }) => text.slice(0, from) + figure + text.slice(to), expr)
}

/** The boundary of a bucket is a text: `le=~"60([.]0)?"`. */
function scaleBoundaries(expr: string, by: number): string {
  return expr.replaceAll(/(?<=\ble=~?")\d+(?:[.]\d+)?/g, (text) => scaleAge(text, by))
}

function scaleAge(text: string, by: number): string {
  return Number(text) >= minuteSeconds ? String(Number(text) / by) : text
}
