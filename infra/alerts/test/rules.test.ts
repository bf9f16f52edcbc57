import { parseQuery, unlistedIn } from '@tailspan/promql'
import { beforeEach, describe, expect, test } from 'vitest'
import { mutationsOf, mutationsOfRecords } from './mutations.ts'
import { runCases, whyNoPromtool } from './promtool.ts'
import { type Alert, alerts, readPage, records, rules } from './read-rules.ts'

const byName = alerts.map((alert) => [alert.alert, alert] as const)
const recorded = new Set(records.flatMap(({ record = [] }) => record))

test('T9 rules name metrics and labels that docs/telemetry.md lists, and nothing else', () => {
  const unlisted = rules.flatMap(({ expr }) => unlistedIn(expr, recorded))

  expect(rules.length).toBeGreaterThan(10)
  expect(rules.filter(({ expr }) => parseQuery(expr).isBroken)).toEqual([])
  expect(unlisted).toEqual([])
})

test.each(byName)('%s has a page of ten lines that says what to do', (name, alert) => {
  const page = `${name.replaceAll(/(?<!^)[A-Z]/g, '-$&').toLowerCase()}.md`

  const lines = readPage(`runbooks/${page}`)

  expect(alert.annotations?.runbook_url?.endsWith(`/infra/alerts/runbooks/${page}`)).toBe(true)
  expect(lines[0]).toBe(`# ${name}`)
  expect(lines.length).toBeLessThanOrEqual(12)
  for (const part of ['**Means**', '**Look**', '**Do**']) expect(lines.join('\n')).toContain(part)
  expect(['page', 'ticket']).toContain(alert.labels?.severity)
})

describe('by promtool', { timeout: 120_000 }, () => {
  beforeEach(({ skip }) => skip(whyNoPromtool !== undefined, whyNoPromtool))

  test.each(byName)(
    '%s fires when it must, at no other time, and fails with each of its figures changed',
    async (name, alert) => {
      const mutations = mutationsOf(alert)
      const variants = [alert, ...mutations.map((mutation) => mutation.alert)]

      const { failed, output } = await runCases(name, { records: recordsOf(alert), variants })

      const [isBroken, ...seen] = failed
      expect({ isBroken, output }).toMatchObject({ isBroken: false })
      expect(mutations.length).toBeGreaterThan(1)
      expect(mutations.filter((_, index) => !seen[index]).map(({ what }) => what)).toEqual([])
    },
  )

  const ratios = byName.filter(([, alert]) => recordsOf(alert).length > 0)

  test.each(ratios)(
    '%s fails its cases when its records count others as good',
    async (name, alert) => {
      const mutations = mutationsOfRecords(recordsOf(alert))
      for (const { what, records: changed } of mutations) {
        const { failed } = await runCases(name, { records: changed, variants: [alert] })
        expect([what, failed]).toEqual([what, [true]])
      }
      expect(mutations.length).toBeGreaterThan(0)
    },
  )
})

function recordsOf({ expr }: Alert) {
  const { metrics } = parseQuery(expr)
  return records.filter(({ record = '' }) => metrics.includes(record))
}
