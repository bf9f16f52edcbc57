import { setTimeout as delay } from 'node:timers/promises'
import { orderAccepted } from '@tailspan/contracts'
import type { Visit } from './visit.ts'

/** How a visit went, as the client saw it. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly orderId: string }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'left' }
  | { readonly kind: 'failed'; readonly why: string }

/** Visits a server over one protocol; connections are kept and shared. */
export interface Client {
  visit(visit: Visit): Promise<Outcome>
  /** Closes all connections. */
  close(): void
}

/** A server that has not answered by then has failed its client. */
export const patienceMs = 15_000

/** What an answer means. */
export function outcomeOf(status: number, body: string): Outcome {
  if (status !== 202) return { kind: 'refused', status }
  return { kind: 'accepted', orderId: orderAccepted.parse(JSON.parse(body)).id }
}

/** What a broken connection means: nothing, to a client that had left. */
export function failureOf(error: unknown, isGone: boolean): Outcome {
  if (isGone) return { kind: 'left' }
  const { code = '', message } = error as NodeJS.ErrnoException
  // Which code a stream was closed with stands in the text alone.
  return { kind: 'failed', why: code && code !== 'ERR_HTTP2_STREAM_ERROR' ? code : message }
}

/** The body as the client sends it. */
export async function* piecesOf({ body, pauseMs }: Visit): AsyncGenerator<string> {
  if (pauseMs === 0) return yield body
  const size = Math.ceil(body.length / 4)
  for (let from = 0; from < body.length; from += size) {
    yield body.slice(from, from + size)
    await delay(pauseMs)
  }
}
