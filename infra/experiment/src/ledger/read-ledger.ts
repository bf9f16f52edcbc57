import { readMails } from '@tailspan/testkit'
import { type Book, readStock } from './book.ts'
import { type Flow, readFlows } from './flows.ts'
import { readStored, type Stored } from './read-orders.ts'
import { type Records, readRecords } from './read-records.ts'

/**
 * What became of the orders of a book: counted in PostgreSQL, Kafka and the mail catcher.
 *
 * To use it: `openBook` before the first order, an entry in it for each order (`createClients` makes
 * them), `settle` once the fault is over; it waits until nothing is pending and gives back the ledger.
 * `findFaults` says in sentences what no fault excuses.
 */
export type Ledger = {
  /** Committed orders. */
  readonly accepted: number
  /** Orders that have each of their effects. */
  readonly delivered: number
  /** Orders of which some group gave an event up. */
  readonly deadLettered: number
  readonly pending: number
  /** Orders of which an event is in none of these. */
  readonly lost: number
  /** Effects in databases beyond the one that each event may have. */
  readonly duplicateEffects: number
  /** Mails beyond the first of their Message-ID. */
  readonly repeatedMails: number
  /** Orders whose records all lie in the trace that their client began. */
  readonly linked: number
  /** Orders with a record in another trace, or in none. */
  readonly unlinked: number
  /** The traces in which the records of an order lie, by the trace that its client began. */
  readonly recordTraces: ReadonlyMap<string, readonly string[]>
  /** Answered with 202, and no row. */
  readonly unstored: readonly string[]
  /** Noted as sent, and the mail catcher has not got it. */
  readonly unsent: readonly string[]
  readonly flows: readonly Flow[]
}

/** Reads all of it; nothing may be under way any more that is to be counted. */
export async function readLedger(book: Book): Promise<Ledger> {
  const [stored, records, mailIds, stock] = await Promise.all([
    readStored(book),
    readRecords(book.where),
    readMailIds(book),
    readStock(book),
  ])
  const flows = readFlows(stored, records)
  const union = (name: 'deadLettered' | 'pending' | 'lost') =>
    new Set(flows.flatMap((flow) => [...flow[name]])).size
  const links = readLinks(book, stored, records)
  return {
    accepted: stored.orders.size,
    delivered: [...stored.orders.keys()].filter((id) => isWhole(id, flows)).length,
    deadLettered: union('deadLettered'),
    pending: union('pending'),
    lost: union('lost'),
    duplicateEffects: countDuplicates(stored, records, book.stockBefore - stock),
    repeatedMails: mailIds.length - new Set(mailIds).size,
    linked: links.linked.length,
    unlinked: links.unlinked.length,
    recordTraces: links.recordTraces,
    unstored: [...book.entries.values()]
      .flatMap(({ answeredId = [] }) => answeredId)
      .filter((id) => !stored.orders.has(id)),
    unsent: findUnsent(stored, new Set(mailIds)),
    flows,
  }
}

function isWhole(id: string, flows: readonly Flow[]): boolean {
  return flows.every(({ delivered }) => delivered.has(id))
}

/** The Message-IDs of all mails, as `placed/<id>`, copies included. */
async function readMailIds({ where, tag }: Book): Promise<string[]> {
  const mails = await readMails(where.mailUrl)
  const own = mails.filter(({ to }) => to.some((address) => address.startsWith(`${tag}-`)))
  return own.map(({ messageId }) => {
    const [, occasion, id] = /^<?order\.(\w+)\.([0-9a-f-]{36})@/.exec(messageId) ?? []
    return `${occasion}/${id}`
  })
}

function findUnsent({ orders, mails }: Stored, caught: ReadonlySet<string>): string[] {
  const isOurs = (name: string) => orders.has(name.split('/')[1] ?? '')
  return [...mails.keys()].filter((name) => isOurs(name) && !caught.has(name))
}

/** Pieces that left the stock twice, orders settled twice, mails noted twice. */
function countDuplicates({ orders, holds, mails }: Stored, records: Records, gone: number): number {
  let duplicates = gone
  for (const { id, quantity } of orders.values()) {
    if (holds.has(id)) duplicates -= quantity
    const confirmed = records.copies.get(`order.confirmed/${id}`) ?? []
    duplicates += Math.max(new Set(confirmed.map(({ eventId }) => eventId)).size - 1, 0)
    for (const occasion of ['placed', 'confirmed', 'rejected'])
      duplicates += Math.max((mails.get(`${occasion}/${id}`) ?? 0) - 1, 0)
  }
  return duplicates
}

function readLinks({ entries }: Book, { orders }: Stored, { copies }: Records) {
  const linked: string[] = []
  const unlinked: string[] = []
  const recordTraces = new Map<string, readonly string[]>()
  for (const { id, email } of orders.values()) {
    const names = ['order.placed', 'stock.held', 'order.confirmed'].map((type) => `${type}/${id}`)
    const all = names.flatMap((name) => copies.get(name) ?? [])
    if (all.length === 0) continue
    const own = entries.get(email)?.traceId ?? ''
    recordTraces.set(own, [...new Set(all.flatMap(({ traceId = [] }) => traceId))])
    const isLinked = all.every(({ traceId }) => traceId === own)
    ;(isLinked ? linked : unlinked).push(id)
  }
  return { linked, unlinked, recordTraces }
}

/** What no fault excuses, in sentences. */
export function findFaults(ledger: Ledger): string[] {
  const { accepted, unstored, unsent, flows } = ledger
  const faults = flows.flatMap(({ name, said, delivered, deadLettered, pending, lost }) => {
    const sum = delivered.size + deadLettered.size + pending.size + lost.size
    return sum === said.size ? [] : [`${name}: ${said.size} were said, ${sum} are accounted for`]
  })
  if (accepted === 0) faults.push('no order was accepted: nothing was tried')
  if (unstored.length > 0) faults.push(`${unstored.length} were answered with 202 and not stored`)
  if (unsent.length > 0) faults.push(`${unsent.length} mails are noted as sent and never arrived`)
  return faults
}
