import { expect, test } from 'vitest'
import { createAssets } from './assets.ts'

test('what the browser runs has no types any more, and is made once', async () => {
  const read = createAssets()

  const [main, again] = [await read('browser/main.ts'), await read('browser/main.ts')]

  expect(main).toMatchObject({ type: 'text/javascript; charset=utf-8' })
  expect(main?.body).toContain("from './live-page.ts'")
  expect(main?.body).not.toMatch(/import type|: HTMLElement/)
  expect(again).toBe(main)
})

test.each(['server/guard.ts', '../package.json', 'browser/../main.ts', ''])(
  'nothing else is read: %j',
  async (path) => {
    expect(await createAssets()(path)).toBeUndefined()
  },
)
