import { readFileSync } from 'node:fs'
import { serviceNames } from '@tailspan/manifest'
import { beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { badChanges, withChange } from './bad-changes.ts'
import { folder } from './folder.ts'
import { whyNoKubectl } from './kubectl.ts'
import { build, overlays } from './kustomize.ts'
import { allRules, type RuleName } from './rules/all-rules.ts'

const names = Object.keys(allRules) as readonly RuleName[]

test('the base lists a file for each service of the manifest', () => {
  const { resources } = parse(readFileSync(`${folder}base/kustomization.yaml`, 'utf8'))
  const common = ['namespace.yaml', 'network.yaml']

  const listed = (resources as string[]).filter((file) => !common.includes(file))

  expect(listed.toSorted()).toEqual(serviceNames.map((name) => `${name}.yaml`).toSorted())
})

test('each rule has a bad example', () => {
  const tried = new Set(badChanges.map(({ rule }) => rule))

  expect(names.filter((name) => !tried.has(name))).toEqual([])
})

describe('built by kubectl', () => {
  beforeEach(({ skip }) => skip(whyNoKubectl !== undefined, whyNoKubectl))

  test.each(overlays)('%s keeps every rule', (overlay) => {
    const resources = build(overlay)

    const faults = names.flatMap((name) => allRules[name]({ overlay, resources }))

    expect(resources.length).toBeGreaterThan(15)
    expect(faults).toEqual([])
  })

  test.each(badChanges)('$rule: $of, $at changed, is seen: $says', (change) => {
    const { overlay, rule, says } = change

    const faults = allRules[rule]({ overlay, resources: withChange(build(overlay), change) })

    expect(faults.join('\n')).toContain(says)
  })

  test.each(overlays)('%s is watched by OTLP: nothing in it scrapes', (overlay) => {
    const kinds = build(overlay).map(({ kind }) => kind)

    expect(kinds.filter((kind) => /Monitor|PrometheusRule/.test(kind))).toEqual([])
  })
})
