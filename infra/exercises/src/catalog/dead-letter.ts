import {
  badQuantity,
  type Ledger,
  readLedger,
  refuseOrders,
  takeOrders,
} from '@tailspan/experiment'
import { useDurable } from '../contender.ts'
import { openCounter } from '../counter.ts'
import type { Exercise, Stage } from '../exercise.ts'

type Id = 'blocks' | 'dropped' | 'dead-letter'

export const deadLetter: Exercise<Id> = {
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
  async run(stage) {
    const { rig, tell } = stage
    await useDurable(stage)
    const { book, clients, count, traces } = await openCounter(stage)
    tell('inventory fails at orders of thirteen pieces from now on')
    await refuseOrders(rig.where)
    await clients.place(1, { quantity: badQuantity })
    await clients.place(2)
    tell('three orders are placed; inventory tries')
    const before = await count()
    tell('the cause is mended, the dead letter is replayed')
    await takeOrders(rig.where)
    await replay(stage, before)
    await count()
    const after = await readLedger(book)
    const traceIds = traces().slice(0, 1)
    return { ...judgeLetter(before, after), traceIds, ledger: after }
  },
}

/** Only the letters of this exercise. */
async function replay({ dlt }: Stage, { flows }: Ledger): Promise<void> {
  const ids = new Set(flows.flatMap(({ deadLettered }) => [...deadLettered]))
  const { out } = await dlt('list', '--json')
  const listed = JSON.parse(out) as { readonly deadLetters: readonly Listed[] }
  const ours = listed.deadLetters.filter(({ key, replays }) => ids.has(key) && !replays?.length)
  if (ours.length > 0) await dlt('replay', ...ours.map(({ id }) => id))
}

type Listed = { readonly id: string; readonly key: string; readonly replays?: readonly unknown[] }
type Counted = Pick<Ledger, 'accepted' | 'delivered' | 'deadLettered' | 'pending' | 'lost'>

/** What became of three orders of which one cannot be taken, before and after the replay. */
export function judgeLetter(before: Counted, after: Counted) {
  const facts = [
    `${before.accepted} orders were accepted: ${before.delivered} delivered, ${before.deadLettered} dead-lettered, ${before.pending} pending, ${before.lost} lost`,
    `after the replay ${after.delivered} are delivered`,
  ]
  return { cameTrue: nameOf(), facts }

  function nameOf(): Id | undefined {
    if (before.lost > 0) return 'dropped'
    if (before.pending > 0) return 'blocks'
    const isReplayed = after.delivered === after.accepted
    return before.deadLettered === 1 && before.delivered === 2 && isReplayed
      ? 'dead-letter'
      : undefined
  }
}
