import { expect, test } from 'vitest'
import { batchText, createQuerySummary } from './query-summary.ts'

test.each([
  ['select "sku" from "stock" where "sku" in ($1, $2)', 'SELECT', 'stock'],
  ['insert into "order"."orders" ("id") values ($1)', 'INSERT', 'orders'],
  ['update only stock set available = available - $1', 'UPDATE', 'stock'],
  ['delete from outbox where id = any($1)', 'DELETE', 'outbox'],
  ['with gone as (delete from outbox returning 1) select * from gone', 'WITH', 'outbox'],
  ['(select 1) union (select 2)', 'SELECT', undefined],
  ['begin', 'BEGIN', undefined],
  ['COMMIT;', 'COMMIT', undefined],
  ['', 'QUERY', undefined],
])('%s', (text, operation, table) => {
  expect(createQuerySummary()(text)).toMatchObject({ operation, table })
})

test('values written into a statement do not reach the span, placeholders and names do', () => {
  const text = `select id2 from t1 where email = 'ada''s@example.com' and n > 42.5 and x = $12`

  const summary = createQuerySummary()(text)

  expect(summary.text).toBe('select id2 from t1 where email = ? and n > ? and x = $12')
})

test('statements that vary do not fill the memory', () => {
  const summaryOf = createQuerySummary()
  const first = summaryOf('select 0')

  for (let value = 1; value < 600; value += 1) summaryOf(`select ${value}`)

  expect(summaryOf('select 0')).not.toBe(first)
  expect(summaryOf('select 0')).toBe(summaryOf('select 0'))
})

test.each([
  [['insert into orders', 'insert into outbox'], 'BATCH INSERT orders outbox', 'BATCH INSERT'],
  [['insert into tea', 'insert into tea'], 'BATCH INSERT tea', 'BATCH INSERT'],
  [
    ['insert into inbox', 'select a from holds', 'select b from stock'],
    'BATCH INSERT inbox SELECT holds stock',
    'BATCH',
  ],
  [['insert into inbox', 'select now()'], 'BATCH INSERT inbox SELECT', 'BATCH'],
])('%j together are %s', (texts, name, operation) => {
  const summary = createQuerySummary()(batchText(texts))

  expect(summary).toMatchObject({ name, operation, size: texts.length, text: texts.join('; ') })
})

test('a batch has a table of its own only where all its statements have the same', () => {
  const tableOf = (...texts: string[]) => createQuerySummary()(batchText(texts)).table

  expect(tableOf('insert into tea', 'update tea set a = 1')).toBe('tea')
  expect(tableOf('insert into tea', 'insert into mug')).toBeUndefined()
})

test('one statement alone is no batch, and a literal does not end a statement', () => {
  const literal = "insert into tea values (';\n')"

  expect(createQuerySummary()(batchText(['select 1 from tea'])).name).toBe('SELECT tea')
  expect(createQuerySummary()(batchText([literal, literal]))).toMatchObject({ size: 2 })
})
