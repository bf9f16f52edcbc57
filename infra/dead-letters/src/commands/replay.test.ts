import {
  type DeadLetter,
  LetterIncomplete,
  RecordRefused,
  type ReplayOutcome,
  SendUnknown,
} from '@tailspan/kafka'
import { expect, test } from 'vitest'
import { letter, parkedRow, sources } from '../../test/failures.ts'
import { runCommand } from '../../test/run-command.ts'
import { replay } from './replay.ts'

const to = { topic: 'orders', partition: 2, offset: '4805' }
const replays = [{ to, atMs: Date.now() - 120_500 }]
const before = letter({ id: 'aaaabbbbccccdddd', replays })
const fresh = letter()
const cut = { parts: 'value', reason: 'too large', bytes: 2_000_000, sha256: 'ab' }
const sent = (one: DeadLetter): ReplayOutcome => ({ letter: one, to, isNoted: true })

/** Kafka with these letters; what becomes of a replay is the test's to say. */
function given(
  letters: readonly DeadLetter[],
  outcomeOf: (one: DeadLetter) => ReplayOutcome | undefined = sent,
) {
  const asked: string[] = []
  const all = sources({
    letters,
    parked: [parkedRow()],
    deadLetters: {
      async replay(wanted, onDone) {
        for (const one of wanted) {
          asked.push(one.id)
          const outcome = outcomeOf(one)
          if (outcome) onDone(outcome)
        }
      },
    },
  })
  return { asked, run: (...args: string[]) => runCommand(replay, ['replay', ...args], all) }
}

test('what was sent says where to, and who takes it', async () => {
  const { run, asked } = given([fresh, before])

  const { out, exitCode } = await run('3f9a', '3f9a1c2011112222')

  expect(out).toBe(
    '3f9a1c20 sent to orders/2@4805, to be taken by notification; other groups skip it.\n',
  )
  expect(asked).toEqual([fresh.id])
  expect(exitCode).toBe(0)
})

test('--all leaves out what was replayed before, and says so once', async () => {
  const { run, asked } = given([fresh, before, letter({ id: 'aaaacccc', replays })])

  const { out } = await run('--all')

  expect(out).toContain('3f9a1c20 sent to orders/2@4805')
  expect(out).toContain('\n2 were replayed before, list shows where to: --again sends all of them ')
  expect(asked).toEqual([fresh.id])
})

test('--again sends what was replayed before as well', async () => {
  const { run, asked } = given([fresh, before])

  await run('--all', '--again')

  expect(asked).toEqual([fresh.id, before.id])
})

test('with no dead letters there is nothing to do, and that is no failure', async () => {
  expect(await given([]).run('--all')).toMatchObject({
    out: 'Nothing to replay: there are no dead letters.\n',
    exitCode: 0,
  })
})

test.each<[string, (one: DeadLetter) => ReplayOutcome | undefined, string]>([
  [
    'was refused',
    (one) => ({ letter: one, refused: new RecordRefused('too large') }),
    'was not sent: the record was refused: too large.',
  ],
  [
    'could not be noted',
    (one) => ({ letter: one, to, isNoted: false }),
    'skip it. It could not be noted, so list will not tell.',
  ],
  [
    'was cut and lies nowhere any more',
    (one) => ({ letter: one, refused: new LetterIncomplete({ ...one, cut }) }),
    'was not sent: its value was cut (too large), and orders/2@4711 cannot be read any more.',
  ],
  ['has gone meanwhile', () => undefined, 'has just been deleted by retention.'],
])('what %s is said, and the exit code is 1', async (_, outcomeOf, words) => {
  const { out, exitCode } = await given([fresh], outcomeOf).run('3f9a')

  expect(out).toContain(words)
  expect(exitCode).toBe(1)
})

test('what was sent before Kafka went away is told, and what is not certain is counted', async () => {
  const second = letter({ id: 'ffff000011112222' })
  const { run } = given([fresh, second], (one) => {
    if (one === second) throw new SendUnknown()
    return sent(one)
  })

  const { out, err, exitCode } = await run('--all')

  expect(out).toContain('3f9a1c20 sent to orders/2@4805')
  expect(out).not.toContain('ffff0000')
  expect(err).toMatch(
    /^the record left, but was not acknowledged; 1 of 2 were not sent for certain: /,
  )
  expect(exitCode).toBe(1)
})

test('--json says what became of each, for machines', async () => {
  const { out } = await given([fresh, before]).run('--all', '--json')

  expect(JSON.parse(out)).toEqual([
    { id: fresh.id, done: 'sent', to: 'orders/2@4805', for: 'notification', noted: true },
    { id: before.id, done: 'replayed-before', to: 'orders/2@4805' },
  ])
})
