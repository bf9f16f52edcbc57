import { exercises } from '@tailspan/exercises'
import { eventually, uniqueId } from '@tailspan/testkit'
import { inject } from 'vitest'
import { allPages } from '../../src/pages/all-pages.ts'
import type { LettersData } from '../../src/pages/dead-letters/view.ts'
import type { LedgerData } from '../../src/pages/ledger/view.ts'
import type { OrdersData } from '../../src/pages/orders/view.ts'
import type { TraceData } from '../../src/pages/trace/view.ts'
import { sendLetter } from './send-letter.ts'

/** An address of the console, and what its pictures are called. */
export type Place = { readonly name: string; readonly path: string }

const patience = { timeoutMs: 120_000 }

/** Every page of the console at an address where it has something to show: a burst, a dead letter, an open span. */
export async function findPlaces(): Promise<readonly Place[]> {
  const [letter, burst, trace] = await Promise.all([makeLetter(), makeBurst(), findTrace()])
  const open: Readonly<Record<string, string>> = {
    '/exercises/:slug': `/exercises/${exercises[0]?.slug}`,
    '/compare/:name': '/compare/detached-and-durable-under-sigkill-2-orders-seed-1',
    '/traces/:traceId': trace,
  }
  const pages = allPages.map(({ path, viewFile }) => ({
    name: viewFile.split('/')[1] ?? '',
    path: open[path] ?? path.replace(/\{.*\}/, ''),
  }))
  return [
    ...pages,
    { name: 'burst', path: burst },
    { name: 'dead-letter', path: letter },
    { name: 'span', path: await findStatement(trace) },
  ]
}

/** What a page shows, as its script reads it. */
async function read<Data>(path: string): Promise<Data> {
  const { url } = inject('console')
  const answer = await fetch(url + path, { headers: { accept: 'application/json' } })
  return ((await answer.json()) as { readonly data: Data }).data
}

async function makeLetter(): Promise<string> {
  const code = uniqueId('mail-refused')
  await sendLetter({ code, email: `${code}@example.com`, text: 'tea' })
  const path = await eventually(async () => {
    const { letters, isReading } = await read<LettersData>('/dead-letters')
    const found = letters.find(({ why }) => why.startsWith(code))
    // Who opens the page has the list read anew.
    if (!found && !isReading) await fetch(`${inject('console').url}/dead-letters`)
    return found?.showHref ?? false
  }, patience)
  const isPreviewed = async () => (await read<LettersData>(path)).preview?.facts !== undefined
  await eventually(isPreviewed, patience)
  return path
}

async function makeBurst(): Promise<string> {
  const { url } = inject('console')
  const answer = await fetch(`${url}/actions/start-burst`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ count: '2', perSecond: '10' }),
  })
  const { goTo } = (await answer.json()) as { goTo: string }
  await eventually(async () => (await read<LedgerData>(goTo)).burst?.table !== undefined, patience)
  return goTo
}

/** The newest order whose trace is whole; the start has left one, whose last spans may still be on their way. */
async function findTrace(): Promise<string> {
  return eventually(async () => {
    const { orders } = await read<OrdersData>('/orders')
    const found = orders.find(({ status, isComplete }) => status === 'confirmed' && isComplete)
    return found?.href ?? false
  }, patience)
}

/** The same trace with a span of the database open, whose attributes say where it lies. */
async function findStatement(trace: string): Promise<string> {
  return eventually(async () => {
    const { waterfall } = await read<TraceData>(trace)
    const rows = waterfall?.groups.flatMap((group) => group.rows) ?? []
    return rows.find(({ name }) => /\bINSERT\b/.test(name))?.href ?? false
  }, patience)
}
