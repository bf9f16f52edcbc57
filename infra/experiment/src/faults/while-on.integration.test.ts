import { eventually, infrastructure, readRows } from '@tailspan/testkit'
import { expect, test } from 'vitest'
import { whileOn } from './while-on.ts'

// A setting of large objects, which nobody has here: the server is shared.
const setting = 'lo_compat_privileges'
const databaseUrl = infrastructure().postgresUrl

const is = (value: string) => async () => {
  const [row] = await readRows<Record<string, string>>(databaseUrl, `show ${setting}`)
  return row?.[setting] === value
}

test('a setting is on while the work lasts, and off again when it fails', async () => {
  const broken = new Error('no order was placed')

  const work = whileOn({ databaseUrl }, setting, async () => {
    await eventually(is('on'))
    throw broken
  })

  await expect(work).rejects.toBe(broken)
  await eventually(is('off'))
})
