import { expect, test } from 'vitest'
import { splitStatements } from './read-migrations.ts'

test('a file is split where its statements end, not in texts, names, bodies and comments', () => {
  const text = `-- no transaction: a comment; with a semicolon
create index concurrently "odd;name" on tea (id); -- one; more
/* and; another */ insert into tea values ('it''s; tea', 6 / 2 - 1);
do $body$ begin perform 1; end $body$
`

  expect(splitStatements(text)).toEqual([
    'create index concurrently "odd;name" on tea (id)',
    "insert into tea values ('it''s; tea', 6 / 2 - 1)",
    'do $body$ begin perform 1; end $body$',
  ])
})
