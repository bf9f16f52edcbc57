import { parseQuery } from '@tailspan/promql'
import type { Alert, Rule } from './read-rules.ts'

/** An alert with one figure changed, and which one. */
export type Mutation = { readonly what: string; readonly alert: Alert }

/** Each number of the alert's query out of place in both directions, and its time of waiting, too. */
export function mutationsOf(alert: Alert): Mutation[] {
  const { expr } = alert
  const ofNumbers = parseQuery(expr).numbers.flatMap(({ from, to }) => {
    const number = expr.slice(from, to)
    return othersThan(Number(number)).map((other) => ({
      what: `${number} at ${from} becomes ${other}`,
      alert: { ...alert, expr: `${expr.slice(0, from)}${other}${expr.slice(to)}` },
    }))
  })
  const waits = alert.for === undefined ? [] : ['0s', '30m']
  const ofWaiting = waits.map((other) => ({
    what: `for ${alert.for} becomes ${other}`,
    alert: { ...alert, for: other },
  }))
  const never = { what: 'its query finds nothing', alert: { ...alert, expr: `(${expr}) < -1` } }
  return [...ofNumbers, ...ofWaiting, never]
}

/** What a record counts as good, in other words: its boundary is a text, as is the class of a status. */
const recordTexts = [/(?<=le=~?")[\d.]+(?=["(])/, /(?<=status_code!~")5(?=[.][.])/]

/** Records with one of those texts changed in all of them, and which one. */
export function mutationsOfRecords(records: readonly Rule[]) {
  return recordTexts
    .filter((text) => records.some(({ expr }) => text.test(expr)))
    .map((text) => ({
      what: String(text),
      records: records.map((rule) => ({
        ...rule,
        expr: rule.expr.replaceAll(toGlobal(text), '9'),
      })),
    }))
}

function toGlobal({ source }: RegExp): RegExp {
  return new RegExp(source, 'g')
}

function othersThan(number: number): number[] {
  return number === 0 ? [-1, 1_000_000] : [number / 2, number * 2]
}
