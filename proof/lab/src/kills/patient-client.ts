import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { orderAccepted } from '@tailspan/contracts'
import { addEntry, type Book } from '@tailspan/experiment'

/** Where a client orders, and how patient it is. */
export type Patience = {
  readonly orderUrl: string
  /** After this it asks no more. */
  readonly patienceMs: number
}

const requestTimeoutMs = 15_000
const retryDelayMs = 250

/**
 * Orders, and asks again with the same Idempotency-Key until it is answered with 202: a client that lost an
 * answer cannot know whether the order was taken.
 */
export async function orderPatiently(
  book: Book,
  { orderUrl, patienceMs }: Patience,
): Promise<void> {
  const entry = addEntry(book)
  const body = { customer: { email: entry.email }, lines: [{ sku: 'tea', quantity: 1 }] }
  const key = randomUUID()
  const endMs = performance.now() + patienceMs
  const startedAtMs = performance.now()
  while (performance.now() < endMs) {
    const answer = await post(`${orderUrl}/orders`, body, {
      traceparent: entry.traceparent,
      'idempotency-key': key,
    })
    if (answer.status === '202') {
      entry.answerMs = performance.now() - startedAtMs
      entry.answeredId = orderAccepted.parse(JSON.parse(answer.text)).id
      return
    }
    book.failedTries.set(answer.status, (book.failedTries.get(answer.status) ?? 0) + 1)
    await delay(retryDelayMs)
  }
}

type Answer = { readonly status: string; readonly text: string }

async function post(url: string, body: object, headers: Record<string, string>): Promise<Answer> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(requestTimeoutMs),
    })
    return { status: String(answer.status), text: await answer.text() }
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } }
    return { status: cause?.code ?? name, text: '' }
  }
}
