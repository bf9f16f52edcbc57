import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { events } from '../src/index.ts'
import { toEventSchemas } from './event-schemas.ts'
import { breaksOf, type EventSchemas } from './schema-changes.ts'

const folder = new URL('../published/', import.meta.url)
const releases = readdirSync(folder).filter((name) => name.endsWith('.json'))

test.each(releases)('K6 events are what %s published, or have more to say', (release) => {
  const published = JSON.parse(readFileSync(new URL(release, folder), 'utf8')) as EventSchemas

  expect(Object.keys(published).length).toBeGreaterThan(0)
  expect(breaksOf(published, toEventSchemas())).toEqual([])
})

test('there is a release to compare with', () => {
  expect(releases).not.toEqual([])
})

const placed = events['order.placed']
const { customer, lines, totalCents } = placed.shape
const line = lines.element

test.each([
  ['a field that is gone', placed.omit({ currency: true }), '.currency: is gone'],
  [
    'a field inside another that is gone',
    withLine(line.omit({ sku: true })),
    '.lines[].sku: is gone',
  ],
  [
    'a field that was renamed',
    placed.omit({ totalCents: true }).extend({ cents: totalCents }),
    '.totalCents: is gone',
  ],
  [
    'a new field that must be there',
    placed.extend({ channel: z.string() }),
    '.channel: must be there now',
  ],
  [
    'a field that may be missing',
    placed.partial({ customer: true }),
    '.customer: may be missing now',
  ],
  [
    'another type',
    placed.extend({ totalCents: z.string() }),
    '.totalCents: type was "integer" and is "string"',
  ],
  [
    'a narrower text',
    placed.extend({ currency: z.string().min(1).max(3) }),
    '.currency: maxLength was not there and is 3',
  ],
  [
    'a choice instead of a text',
    placed.extend({ currency: z.enum(['EUR']) }),
    '.currency: enum was not there',
  ],
  [
    'a narrower number',
    withLine(line.extend({ quantity: z.int().positive().max(99) })),
    '.lines[].quantity: maximum was',
  ],
  [
    'a longer list',
    placed.extend({ lines: z.array(line).min(2) }),
    '.lines: minItems was 1 and is 2',
  ],
  [
    'a looser text',
    placed.extend({ currency: z.string() }),
    '.currency: minLength was 1 and is not there',
  ],
  [
    'an object that refuses what it does not know',
    placed.extend({ customer: z.strictObject(customer.shape) }),
    '.customer: additionalProperties was',
  ],
  [
    'a value that may be null',
    placed.extend({ placedAt: placed.shape.placedAt.nullable() }),
    '.placedAt: ',
  ],
])('K6 %s is a break', (_, changed, says) => {
  const breaks = breaksOf(toEventSchemas(), toEventSchemas({ ...events, 'order.placed': changed }))

  expect(breaks).toContainEqual(expect.stringContaining(`order.placed${says}`))
})

test('K6 an event that is gone is a break', () => {
  const { 'stock.held': _, ...others } = events

  expect(breaksOf(toEventSchemas(), toEventSchemas(others))).toEqual(['stock.held: is gone'])
})

test('K6 a field that may be missing may come, and so may an event', () => {
  const more = {
    ...events,
    'order.shipped': z.object({}),
    'order.placed': placed.extend({
      note: z.string().optional(),
      customer: customer.extend({ phone: z.string().optional() }).describe('Who has ordered.'),
    }),
  }

  expect(breaksOf(toEventSchemas(), toEventSchemas(more))).toEqual([])
})

function withLine(other: z.ZodType) {
  return placed.extend({ lines: z.array(other).min(1) })
}
