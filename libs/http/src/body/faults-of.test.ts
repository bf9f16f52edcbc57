import { expect, test } from 'vitest'
import { z } from 'zod'
import { faultsOf } from './faults-of.ts'

const schema = z.strictObject({
  customer: z.strictObject({ email: z.email() }),
  lines: z.array(z.strictObject({ sku: z.string().max(8), 'a/b~c': z.int().optional() })),
  kind: z.enum(['new', 'old']).optional(),
  either: z.union([z.strictObject({ id: z.int() }), z.literal('none')]).optional(),
  notes: z.record(z.string().max(9), z.int()).optional(),
})
const good = { customer: { email: 'ada@example.com' }, lines: [{ sku: 'tea' }] }

/** What a client might write anywhere: names and values of this must never be repeated. */
const secret = 'hunter2'

test.each([
  ['an unknown member', { ...good, [secret]: secret }],
  ['an unknown member within', { ...good, customer: { ...good.customer, [secret]: 1 } }],
  ['an unknown member in a list', { ...good, lines: [{ sku: 'tea', [secret]: 1 }] }],
  ['a value of another type', { ...good, lines: secret }],
  ['a value that is not listed', { ...good, kind: secret }],
  ['a value that matches no choice', { ...good, either: { [secret]: secret } }],
  ['an address that is none', { ...good, customer: { email: secret } }],
  ['a name that is too long', { ...good, notes: { [secret.repeat(3)]: 1 } }],
  ['a value under a name of the client', { ...good, notes: { [secret]: secret } }],
  ['a body of another type', secret],
])('L9 %s is named without what the client wrote', (_, body) => {
  const faults = faultsOf(errorOf(body), schema)

  expect(faults.length).toBeGreaterThan(0)
  expect(JSON.stringify(faults)).not.toContain(secret)
})

test('L9 known fields are named by their pointer', () => {
  const body = { customer: { email: 1 }, lines: [{ sku: 'tea', 'a/b~c': 'x' }], extra: 1 }

  expect(
    faultsOf(errorOf(body), schema)
      .map(({ pointer }) => pointer)
      .sort(),
  ).toEqual(['#', '#/customer/email', '#/lines/0/a~1b~0c'])
})

test('L9 a list of a thousand faults is cut at twenty', () => {
  const lines = Array.from({ length: 1_000 }, () => ({ sku: 1 }))

  expect(faultsOf(errorOf({ ...good, lines }), schema)).toHaveLength(20)
})

function errorOf(body: unknown): z.ZodError {
  const { error } = schema.safeParse(body)
  if (!error) throw new Error('this body has no fault')
  return error
}
