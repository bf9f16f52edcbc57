import { lintOpenApi } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { openApi } from './open-api.ts'

test('the OpenAPI document passes a linter', async () => {
  expect(await lintOpenApi(openApi)).toEqual([])
})
