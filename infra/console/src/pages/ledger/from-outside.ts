import type { Loaded } from '../../server/page.ts'
import { readMails } from '../../state/read-mails.ts'
import type { State } from '../../state/state.ts'
import type { Figure } from '../../views/ledger-table.ts'
import type { LedgerData } from './view.ts'

/** What tables and the mail catcher say of the newest orders, where no records are read. */
export async function loadFromOutside({ backlog, runner }: State): Promise<Loaded<LedgerData>> {
  const seen = backlog.now()
  const mails = await readMails(runner, 0).catch(() => undefined)
  const fromOutside = {
    isKnown: seen !== undefined,
    figures: seen?.orders && toFigures({ ...seen.orders, repeatedMails: mails?.repeated }),
    records: seen?.lags?.reduce((sum, one) => sum + one.records, 0),
  }
  const data = { fromOutside, burst: undefined, others: [] }
  return { title: 'Ledger', data, watches: ['backlog', 'mails'] }
}

type Counted = {
  readonly accepted: number
  readonly delivered: number
  readonly waiting: number
  readonly elsewhere: number
  /** Undefined while the mail catcher does not answer. */
  readonly repeatedMails: number | undefined
}

function toFigures({ repeatedMails, ...counts }: Counted): readonly Figure[] {
  const { accepted, delivered, waiting, elsewhere } = counts
  const figure = (name: string, value: number, says: string) => ({
    name,
    value,
    says,
    isBad: false,
  })
  const again = 'of all mails; a crash after 250 sends again'
  return [
    figure('accepted', accepted, 'committed orders, the newest thousand'),
    figure('delivered', delivered, 'all effects are there'),
    figure('waiting', waiting, 'in an outbox, or a mail of it is deferred'),
    figure('elsewhere', elsewhere, 'neither: on a topic, dead-lettered or lost'),
    ...(repeatedMails === undefined ? [] : [figure('mails twice', repeatedMails, again)]),
  ]
}
