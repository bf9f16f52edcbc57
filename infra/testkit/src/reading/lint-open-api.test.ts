import { expect, test } from 'vitest'
import { lintOpenApi } from './lint-open-api.ts'

test('a document is told what it lacks', async () => {
  const get = { responses: { 200: { description: 'ok' } } }

  const found = await lintOpenApi({
    openapi: '3.1.0',
    info: { title: 'x', version: '1', license: { name: 'Apache-2.0' } },
    paths: { '/x': { get } },
  })

  for (const rule of ['info-license-strict', 'no-empty-servers', 'security-defined'])
    expect(found).toContainEqual(expect.stringContaining(rule))
})
