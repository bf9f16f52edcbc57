import { readFileSync } from 'node:fs'
import { eventually } from '@tailspan/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { folder } from '../folder.ts'
import { kustomize, overlays, readResources } from '../kustomize.ts'
import { customResources } from '../schemas/validate.ts'
import { type ApiServer, startApiServer } from './api-server.ts'
import { badResources, podsOf } from './bad-resources.ts'
import { whyNoDryRun } from './programs.ts'

let server: ApiServer

const asList = (items: readonly unknown[]) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
const dryRun = (input: string) =>
  server.kubectl(['apply', '--dry-run=server', '--warnings-as-errors', '-f', '-'], input)

describe("dry run by Kubernetes' API server", () => {
  beforeEach(({ skip }) => skip(whyNoDryRun !== undefined, whyNoDryRun))
  beforeAll(async () => {
    if (whyNoDryRun) return
    server = await startApiServer()
    const made = await server.kubectl(['create', '-f', '-'], asList(customResources))
    expect(made).toMatchObject({ code: 0 })
    // It fails at once on a definition that has no condition at all yet.
    const waited = ['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']
    await eventually(async () => expect(await server.kubectl(waited)).toMatchObject({ code: 0 }))
    const namespace = readFileSync(`${folder}base/namespace.yaml`, 'utf8')
    expect(await server.kubectl(['apply', '-f', '-'], namespace)).toMatchObject({ code: 0 })
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  test.each(overlays)('%s is taken as it is, without a warning', async (overlay) => {
    const text = kustomize(overlay)

    const { code, output } = await dryRun(text)

    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output.match(/\(server dry run\)/g)).toHaveLength(readResources(text).length)
  })

  test.each(overlays)('the pods of %s keep the strictest standard', async (overlay) => {
    const pods = podsOf(readResources(kustomize(overlay)))

    const answer = await dryRun(asList(pods))

    expect(pods.length).toBeGreaterThan(1)
    expect(answer).toMatchObject({ code: 0 })
  })

  test.each(badResources)('%s is refused', async (_, resource, says) => {
    const { code, output } = await dryRun(JSON.stringify(resource))

    expect(code).not.toBe(0)
    expect(output).toContain(says)
  })
})
