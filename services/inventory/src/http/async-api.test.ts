import { lintAsyncApi } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { asyncApi } from './async-api.ts'

test('the AsyncAPI document passes a linter', async () => {
  expect(await lintAsyncApi(asyncApi)).toEqual([])
})
