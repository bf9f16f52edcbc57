import pg from 'pg'
import { expect, test } from 'vitest'
import { sqlFaultOf } from './sql-states.ts'
import { judgeStatement } from './to-database-error.ts'

// The classes of appendix A of the manual, PostgreSQL 18; 72 was dropped with 17.
const classes =
  '00 01 02 03 08 09 0A 0B 0F 0L 0P 0Z 10 20 21 22 23 24 25 26 27 28 2B 2D 2F 34 38 39 3B 3D 3F 40 42 44 ' +
  '53 54 55 57 58 72 F0 HV P0 XX'

test.each(classes.split(' '))('W1 class %s of the manual has a row', (start) => {
  expect(sqlFaultOf(`${start}ZZZ`).reason).not.toBe('unknown error')
})

test.each([
  ['25006', 'theirs', 'close-all'],
  ['57P01', 'theirs', 'close'],
  ['57P03', 'theirs', 'close'],
  ['57P05', 'theirs', 'close'],
  ['57014', 'theirs', 'keep'],
  ['53100', 'theirs', 'keep'],
  ['53300', 'theirs', 'close'],
  ['53400', 'theirs', 'keep'],
  ['58030', 'theirs', 'close'],
  ['58P01', 'theirs', 'close'],
  ['25P03', 'theirs', 'close'],
  ['25P04', 'theirs', 'close'],
  ['40001', 'theirs', 'keep'],
  ['40P01', 'theirs', 'keep'],
  ['40003', 'theirs', 'keep'],
  ['40002', 'item', 'keep'],
  ['55P03', 'theirs', 'keep'],
  ['55006', 'theirs', 'keep'],
  ['08P01', 'theirs', 'close'],
  ['08006', 'theirs', 'close'],
  ['26000', 'theirs', 'close'],
  ['42P05', 'theirs', 'close'],
  ['28P01', 'theirs', 'close'],
  ['3D000', 'theirs', 'close'],
  ['F0001', 'theirs', 'close'],
  ['22P02', 'item', 'keep'],
  ['23514', 'item', 'keep'],
  ['P0001', 'item', 'keep'],
  ['54000', 'item', 'keep'],
  ['2200H', 'bug', 'keep'],
  ['42P01', 'bug', 'keep'],
  ['42501', 'bug', 'keep'],
  ['3F000', 'bug', 'keep'],
  ['0A000', 'bug', 'close'],
  ['XX000', 'bug', 'close'],
  ['XX001', 'bug', 'close'],
] as const)('W1 %s is %s, its connections: %s', (sqlState, owner, connections) => {
  expect(sqlFaultOf(sqlState)).toMatchObject({ owner, connections })
})

test.each(['CR000', 'YB123', 'Z9', ''])(
  'W1 a code that nobody knows, %j, is nobody at hand to blame',
  (sqlState) => {
    expect(sqlFaultOf(sqlState)).toMatchObject({ owner: 'theirs', connections: 'close' })
  },
)

test.each([
  'GetNewTransactionId',
  'GetNewMultiXactId',
  'mdextend',
  'mdzeroextend',
  'ExtendBufferedRelShared',
  'PreCommit_Notify',
])(
  'W1 54000 of %s keeps everybody from writing, in whatever language it is told: theirs',
  (routine) => {
    const refused = { code: '54000', severity: 'FEHLER', routine }

    expect(judgeStatement(raised(refused))).toMatchObject({
      error: { kind: 'unavailable', connectionLost: false, stillAnswers: true },
      connections: 'keep',
    })
  },
)

test.each(['RelationGetBufferForTuple', '_bt_check_third_page', 'exec_stmt_raise', undefined])(
  'W1 54000 of %s is about one statement: the item',
  (routine) => {
    const refused = { code: '54000', severity: 'ERROR', routine }

    expect(judgeStatement(raised(refused)).error).toMatchObject({
      kind: 'internal',
      hitsAll: false,
    })
  },
)

test.each([
  ['53100', true],
  ['53200', true],
  ['58030', true],
  ['55000', true],
  ['HV000', true],
  ['CR000', true],
  ['53300', false],
  ['53400', false],
  ['57P01', false],
  ['25006', false],
  ['40001', false],
  ['57014', false],
])('W1 after %s the server still answers short questions: %s', (code, stillAnswers) => {
  expect(judgeStatement(raised({ code })).error).toMatchObject({ stillAnswers })
})

test('W1 a server whose last word was a full disk is asked whether it is there again', () => {
  const { error } = judgeStatement(raised({ code: '53100', severity: 'PANIC' }))

  expect(error).toMatchObject({ connectionLost: true, stillAnswers: false })
})

function raised(fields: object): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('no', 2, 'error'), { severity: 'ERROR' }, fields)
}
