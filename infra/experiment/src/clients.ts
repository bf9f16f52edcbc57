import { setTimeout as delay } from 'node:timers/promises'
import { orderAccepted } from '@tailspan/contracts'
import { addEntry, type Book, type Entry } from './ledger/book.ts'
import type { Random } from './random.ts'
import type { Post } from './shop/leaving-clients.ts'
import { postUntilStored } from './shop/orders.ts'

/** People who order; each order is noted in the book before it is sent. */
export type Clients = {
  /** So many orders, a few at a time; resolves when each was answered or refused. */
  place(count: number, order?: { readonly quantity: number }): Promise<void>
  /** So many clients that leave as soon as their order is stored, answered or not. */
  leave(count: number, post: Post): Promise<void>
}

type Needs = {
  readonly book: Book
  readonly orderUrl: string
  readonly random: Random
  /** Called for each order before it is sent. */
  readonly onOrder?: OnOrder | undefined
}

export type OnOrder = (entry: Entry) => void

const atOnce = 10
const longestPauseMs = 10
const patienceMs = 15_000

/** Clients whose orders go into this book, paced by this chance. */
export function createClients(needs: Needs): Clients {
  const { book, orderUrl, random } = needs
  const shop = { orderUrl, databaseUrl: book.where.databaseUrl }
  return {
    async place(count, { quantity } = { quantity: 1 }) {
      let left = count
      const customer = async () => {
        while (left-- > 0) {
          await delay(random.between(0, longestPauseMs))
          await placeOne(needs, quantity)
        }
      }
      await Promise.all(Array.from({ length: Math.min(atOnce, count) }, customer))
    },
    async leave(count, post) {
      for (let left = count; left > 0; left -= atOnce) {
        const group = Array.from({ length: Math.min(atOnce, left) }, () => addEntry(book))
        // The commit is the border: who leaves before it has ordered nothing.
        const waiting = await Promise.all(
          group.map((entry) =>
            postUntilStored(post, shop, { order: orderOf(entry, 1), headers: headersOf(entry) }),
          ),
        )
        await Promise.all(waiting.map(({ client }) => client.leave()))
      }
    },
  }
}

async function placeOne({ book, orderUrl, onOrder }: Needs, quantity: number): Promise<void> {
  const entry = addEntry(book)
  onOrder?.(entry)
  const startedAtMs = performance.now()
  const refuse = (why: string) => book.failedTries.set(why, (book.failedTries.get(why) ?? 0) + 1)
  try {
    const answer = await fetch(`${orderUrl}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf(entry) },
      body: JSON.stringify(orderOf(entry, quantity)),
      signal: AbortSignal.timeout(patienceMs),
    })
    const body = await answer.text()
    if (answer.status !== 202) return void refuse(String(answer.status))
    entry.answerMs = performance.now() - startedAtMs
    entry.answeredId = orderAccepted.parse(JSON.parse(body)).id
  } catch (error) {
    refuse(error instanceof Error ? error.name : String(error))
  }
}

function orderOf({ email }: Entry, quantity: number) {
  return { customer: { email }, lines: [{ sku: 'tea', quantity }] }
}

function headersOf({ traceparent }: Entry) {
  return { traceparent }
}
