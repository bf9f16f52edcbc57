import { BrokersUnavailable } from '@tailspan/kafka'
import { expect, test } from 'vitest'
import { letter, parkedRow, sources } from '../../test/failures.ts'
import { runCommand } from '../../test/run-command.ts'
import { list } from './list.ts'

const replays = [
  { to: { topic: 'orders', partition: 2, offset: '4805' }, atMs: Date.now() - 120_500 },
]
const ended = { id: 'aaaabbbbccccdddd', replays, copies: 2, attempts: 1 }

test('each has its ID, which group dead-lettered it, how often and how long ago it was tried, why, and its trace', async () => {
  const given = sources({ letters: [letter(), letter(ended)], parked: [parkedRow()] })

  const { out, err, exitCode } = await runCommand(list, ['list'], given)

  expect(out).toBe(`2 dead letters, 1 of them replayed

3f9a1c20  order.placed · orders/2@4711 by notification · 4 attempts · 5 min ago
          mail-refused (invalid): no such address · trace 12980a6ead35d657193f934de7bfa2a7

aaaabbbb  order.placed · orders/2@4711 by notification · 1 attempt · 5 min ago · 2 copies · replayed 2 min ago to orders/2@4805
          mail-refused (invalid): no such address · trace 12980a6ead35d657193f934de7bfa2a7

1 parked row

01a1fdab  order.placed · orders by order · 5 attempts · 2 h ago
          record-refused: the record was refused: too large · trace aaaa0a6ead35d657193f934de7bfa2a7

Why: 2 × mail-refused, 1 × record-refused. Next: npm run dlt -- show ID, replay ID, release ID.
`)
  expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 })
})

test('IDs that begin alike are shown as long as they must be typed', async () => {
  const twins = ['3f9a1c2011112222', '3f9a1c2011119999'].map((id) => letter({ id }))

  const { out } = await runCommand(list, ['list'], sources({ letters: twins }))

  expect(out).toContain('\n3f9a1c2011112  ')
  expect(out).toContain('\n3f9a1c2011119  ')
})

test('X1 a letter that was cut says of what', async () => {
  const cut = {
    parts: 'value,headers',
    reason: 'MESSAGE_TOO_LARGE',
    bytes: 2_000_000,
    sha256: 'ab',
  }

  const { out } = await runCommand(list, ['list'], sources({ letters: [letter({ cut })] }))

  expect(out).toContain('· 5 min ago · cut: value, headers\n')
})

test('nothing there is said in one sentence, and is no failure', async () => {
  const { out, exitCode } = await runCommand(list, ['list'], sources())

  expect(out).toBe('There are no dead letters and no parked rows.\n')
  expect(exitCode).toBe(0)
})

test('what is away is said beside what is there, and the exit code is 1', async () => {
  const cause = new Error('Connection error')
  const away = { list: () => Promise.reject(new BrokersUnavailable(['here:9092'], { cause })) }
  const parked = [parkedRow()]

  const first = await runCommand(list, ['list'], sources({ parked, deadLetters: away }))
  const second = await runCommand(list, ['list'], sources({ databaseUrls: [] }))

  expect(first.out).toContain('1 parked row\n')
  expect(first.err).toBe(
    'Kafka at here:9092: Connection error; start the system (npm start) or set KAFKA_BROKERS.\n',
  )
  expect(second.err).toBe(
    'There is no local database in .tailspan: start the system (npm start) or set DATABASE_URL.\n',
  )
  expect(second.out).toBe('')
  expect([first.exitCode, second.exitCode]).toEqual([1, 1])
})

test('a terminal that wants colours gets them, and no orders from a record', async () => {
  const message = 'no\u001b[2Jsuch\naddress'
  const odd = letter({ reason: { code: 'mail-refused', kind: 'invalid', message } })
  const given = sources({ letters: [odd] })

  const plain = await runCommand(list, ['list'], given)
  const painted = await runCommand(list, ['list'], { ...given, hasColors: true })

  expect(plain.out).not.toContain('\u001b')
  expect(plain.out).toContain('no [2Jsuch address')
  expect(painted.out).toContain('\u001b[33m3f9a1c20\u001b[39m')
  expect(painted.out).not.toContain('\u001b[2J')
})

test('--json is one line for machines, with whole IDs', async () => {
  const given = sources({ letters: [letter(ended)], parked: [parkedRow()] })

  const { out } = await runCommand(list, ['list', '--json'], given)

  expect(JSON.parse(out)).toMatchObject({
    deadLetters: [
      {
        id: 'aaaabbbbccccdddd',
        group: 'notification',
        topic: 'orders',
        partition: 2,
        offset: '4711',
        code: 'mail-refused',
        kind: 'invalid',
        attempts: 1,
        copies: 2,
        replays: [{ to: 'orders/2@4805', at: expect.stringMatching(/T.*Z$/) }],
      },
    ],
    parked: [{ id: '01a1fdab-54d9-78ca-9ccc-9f204bbae6c0', service: 'order', key: 'o-2' }],
    foreign: 0,
    troubles: [],
  })
  expect(out.trim()).not.toContain('\n')
})
