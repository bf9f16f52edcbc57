import { randomBytes } from 'node:crypto'
import { readRows } from '@tailspan/testkit'

/** Where the ledger is read: from the servers, not from the services that it judges. */
export type Where = {
  /** The superuser's. */
  readonly databaseUrl: string
  readonly brokers: string
  readonly mailUrl: string
  /** Others order there as well: their mails stay, and what they take from the stock is not counted. */
  readonly isShared?: boolean
}

/** Where effects lie: each statement gives a row for each time that something was done. */
export type Effects = {
  /** Where a handler writes its effect last: locked, it stands in the middle of its work. */
  readonly tables: { readonly holds: string; readonly mails: string }
  /** `order_id` of each hold. */
  readonly holds: string
  /** `order_id` and `occasion` of each mail that was noted. */
  readonly mails: string
  /** `order_id` and `occasion` of each mail that is deferred. */
  readonly deferred: string
}

/** One order as its client sent it, and what it saw of it. */
export type Entry = {
  readonly email: string
  readonly traceId: string
  readonly traceparent: string
  answeredId?: string
  answerMs?: number
}

/** All orders of one experiment, as the clients know them. */
export type Book = {
  readonly where: Where
  readonly effects: Effects
  /** Every customer's address begins with it. */
  readonly tag: string
  readonly entries: Map<string, Entry>
  /** Pieces of tea in stock before the first order. */
  readonly stockBefore: number
  /** Tries that got no 202, counted by what they got. */
  readonly failedTries: Map<string, number>
}

/** Opens the book of an experiment: no mail of an earlier one is left, the stock is counted. */
export async function openBook(where: Where, effects: Effects, tag: string): Promise<Book> {
  if (!where.isShared) await deleteMails(where)
  const stockBefore = await readStock({ where, tag })
  return { where, effects, tag, stockBefore, entries: new Map(), failedTries: new Map() }
}

/** A new customer with a trace of its own, who has not ordered yet. */
export function addEntry({ entries, tag }: Book): Entry {
  const email = `${tag}-${entries.size}@example.com`
  const traceId = randomBytes(16).toString('hex')
  const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`
  const entry = { email, traceId, traceparent }
  entries.set(email, entry)
  return entry
}

async function deleteMails({ mailUrl }: Where): Promise<void> {
  const deleted = await fetch(new URL('/email/all', mailUrl), { method: 'DELETE' })
  if (!deleted.ok) throw new Error(`the mail catcher answered ${deleted.status}`)
}

/** Pieces of tea that are in stock now; where others order, with those that they hold: only a book's own are missing. */
export async function readStock({ where, tag }: Pick<Book, 'where' | 'tag'>): Promise<number> {
  const held = where.isShared ? heldByOthers : 'select 0 where $1::text is null'
  const statement = `select available::bigint + coalesce((${held}), 0) as pieces
    from inventory.stock where sku = 'tea'`
  const rows = await readRows<{ pieces: string }>(where.databaseUrl, statement, [`${tag}-%`])
  return Number(rows[0]?.pieces ?? 0)
}

const heldByOthers = `
  select sum((line ->> 'quantity')::int) from inventory.holds, jsonb_array_elements(lines) as line
  where missing is null and line ->> 'sku' = 'tea'
    and not exists (select from "order".orders where id = order_id and email like $1)`
