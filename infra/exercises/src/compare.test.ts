import { comparableFaults, strategies } from '@tailspan/experiment'
import { expect, test } from 'vitest'
import { compare, toComparison } from './compare.ts'

const asked = { left: 'detached', right: 'durable', fault: 'sigkill', orders: 3, seed: 1 }

test('what can be compared is read by name', () => {
  expect(toComparison(asked)).toEqual(asked)
  expect(strategies).toContain(asked.left)
  expect(comparableFaults).toHaveLength(8)
})

test.each([
  ['left', 'toString'],
  ['right', ''],
  ['fault', 'leader-killed'],
])('%s that cannot be compared is refused: %j', (field, name) => {
  expect(() => toComparison({ ...asked, [field]: name })).toThrow(
    expect.objectContaining({ code: 'name-unknown' }),
  )
})

test('a comparison that fails does not go on with the other side', async () => {
  const rig = { deploy: () => Promise.reject(new Error('it does not start')) } as never
  const done = () => expect.unreachable('no side was done')

  const compared = compare({ rig }, toComparison(asked), { tell() {}, done })

  await expect(compared).rejects.toThrow('it does not start')
})
