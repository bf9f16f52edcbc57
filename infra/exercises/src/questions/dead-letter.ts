import type { Question } from './question.ts'

export type Id = 'blocks' | 'dropped' | 'dead-letter'

export const deadLetter: Question<Id, 'the system'> = {
  slug: 'a-record-that-nobody-can-take',
  title: 'A record that nobody can take',
  question:
    'inventory fails at one order however often it tries; two more orders come after it. What becomes of the record, and of those behind it?',
  predictions: [
    { id: 'blocks', says: 'It is retried without limit, and those behind it wait.' },
    { id: 'dropped', says: 'It is skipped with a line in the log: the order is lost.' },
    {
      id: 'dead-letter',
      says: 'It becomes a dead letter, the others go on; a replay delivers it.',
    },
  ],
  expected: 'dead-letter',
  action: 'Poison one order, place two more, then repair and replay',
  look: [
    'several process orders ✗ of inventory: its attempts',
    'the dead letter keeps the trace: after the replay the same trace goes on',
    'the ledger before the replay: dead-lettered, not lost',
  ],
  truth:
    'A record that fails by itself is tried a few times, then it is put into the dead-letter topic before its offset moves: never lost, never in the way. When the cause is mended, a replay takes it to its group.',
  code: [{ path: 'libs/kafka/src/dead-letters/send-dead-letter.ts', symbol: 'sendDeadLetter' }],
  notToConclude:
    'A broker or a database that is away makes no dead letter: only the failures of the record itself count as attempts.',
  changes: 'the system',
}
