import { globSync, readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { badFields } from './bad-fields.ts'
import { folder } from './folder.ts'
import { whyNoKubectl } from './kubectl.ts'
import { build, overlays, readResources } from './kustomize.ts'
import { schemaFaults } from './schemas/validate.ts'

const isPatch =
  /overlays\/production\/\w[\w-]*\.yaml$|service\.yaml$|infrastructure\.yaml$|scaling\.yaml$/
// Not the whole package: its dependencies are links, and they lead in circles.
const files = globSync('{base,components,overlays}/**/*.yaml', { cwd: folder }).filter(
  (file) => !file.endsWith('kustomization.yaml') && !isPatch.test(file),
)

test.each(files)('%s is what the schemas of the pinned versions allow', (file) => {
  const resources = readResources(readFileSync(`${folder}${file}`, 'utf8'))

  const faults = resources.flatMap(schemaFaults)

  expect(faults).toEqual([])
})

test.each(badFields)('%s is seen', (_, resource, says) => {
  expect(schemaFaults(resource).join('\n')).toContain(says)
})

describe('built by kubectl', () => {
  beforeEach(({ skip }) => skip(whyNoKubectl !== undefined, whyNoKubectl))

  test.each(overlays)('%s is what the schemas of the pinned versions allow', (overlay) => {
    const faults = build(overlay).flatMap(schemaFaults)

    expect(faults).toEqual([])
  })
})
