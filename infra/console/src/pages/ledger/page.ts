import type { Page } from '../../server/page.ts'
import type { Burst } from '../../state/bursts.ts'
import { timeOfDay } from '../../views/time-of-day.ts'
import { loadFromOutside } from './from-outside.ts'
import { toLedgerTable } from './to-ledger-table.ts'
import { type LedgerData, view } from './view.ts'

/** What became of the orders of a burst; without an id, of the newest one. Where nobody can place one, of the newest orders. */
export const ledgerPage: Page<LedgerData> = {
  path: '/ledger{/:id}',
  nav: 'Ledger',
  view,
  viewFile: 'pages/ledger/view.ts',
  async load(state, { params: { id }, isOpened }) {
    const { bursts, runner } = state
    if (runner.readOnly) return id === undefined ? loadFromOutside(state) : undefined
    const burst = id === undefined ? bursts.all.at(-1) : bursts.find(id)
    if (id !== undefined && !burst) return undefined
    // A page that is opened counts anew: its figures are current, also long after the burst.
    if (isOpened && burst?.isOver) void burst.ledger.count().catch(() => {})
    const data = {
      fromOutside: undefined,
      burst: burst && toBurst(burst),
      others: bursts.all
        .filter((one) => one !== burst)
        .map((one) => ({ href: `/ledger/${one.id}`, says: describe(one) }))
        .reverse(),
    }
    return { title: 'Ledger', data, watches: burst ? ['bursts', `burst:${burst.id}`] : ['bursts'] }
  },
}

function toBurst(burst: Burst): LedgerData['burst'] {
  const { ledger, isOver, count } = burst
  const { sent, answered, answerMs, failedTries } = ledger.seen()
  const latest = ledger.latest()
  const at = (share: number) => answerMs[Math.ceil(share * answerMs.length) - 1]?.toFixed(0)
  return {
    says: describe(burst),
    progress: isOver ? 'every order was sent' : `${sent} of ${count} orders sent`,
    seen: [
      ['sent', String(sent)],
      ['answered with 202', String(answered)],
      ...failedTries.map(
        ([what, times]) => [`answered otherwise: ${what}`, String(times)] as const,
      ),
      ...(answerMs.length > 0
        ? [['answer, p50 and p99', `${at(0.5)} ms, ${at(0.99)} ms`] as const]
        : []),
    ],
    table: latest && toLedgerTable(latest),
  }
}

function describe({ count, perSecond, hangUp, startedAtMs }: Burst): string {
  const time = timeOfDay(startedAtMs)
  return `${count} orders at ${perSecond} a second${hangUp ? ', clients hang up' : ''}, ${time}`
}
