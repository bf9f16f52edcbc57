import { eventually, readRows } from '@tailspan/testkit'
import type { Book } from '../ledger/book.ts'
import type { Fault } from './fault.ts'
import { inWords } from './fault-words.ts'

/** A refusal that may not last. */
export const greylisted = '450 4.2.0 greylisted'

export const smtpRefuses: Fault = {
  ...inWords('smtp-refuses'),
  async run({ rig, clients, book, count, over }) {
    const wire = rig.mailWire
    if (!wire) throw new Error('this system has no wire to its mail server')
    const before = wire.refusedCount()
    const [never, later] = [0, 1].map((nth) => `${book.tag}-${nth}@example.com`)
    try {
      wire.refuse((address) => address === never || address === later, greylisted)
      await clients.place(count)
      // A contender that has lost the order, or that defers nothing, is waited for in vain.
      await patiently(async () => wire.refusedCount() > before, 10_000)
      await patiently(async () => (await countDeferred(book)) > 0, 5_000)
      wire.refuse((address) => address === never, greylisted)
      over()
      // The mails of one order go one after the other: the second when the first is a dead letter.
      await patiently(async () => (await countDeferred(book)) === 0, 40_000)
    } finally {
      wire.accept()
    }
  },
}

async function patiently(condition: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  await eventually(condition, { timeoutMs, intervalMs: 100 }).catch(() => {})
}

async function countDeferred({ where, effects }: Book): Promise<number> {
  const statement = `select count(*)::int as mails from (${effects.deferred}) as deferred`
  const [row] = await readRows<{ mails: number }>(where.databaseUrl, statement)
  return row?.mails ?? 0
}
