import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, type Page, textAnswer } from './answer.ts'
import { refusalOf } from './refusal.ts'

/** Nothing of this is meant to be kept, guessed at, or shown inside another page. */
const always = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

/** Answers requests from a table of pages; whatever a page does, an answer goes out. */
export function createHandler(pages: readonly Page[]) {
  const byPath = new Map(pages.map((page) => [page.path, page]))
  return async function handleRequest(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { status, headers, body } = refusalOf(req) ?? (await ask(byPath, req, res))
    if (res.destroyed) return
    res.writeHead(status, { ...always, ...headers }).end(body)
  }
}

async function ask(
  pages: ReadonlyMap<string, Page>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<Answer> {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost')
  const page = pages.get(pathname)
  if (!page) return textAnswer('There is no such page; see /debug/pprof/\n', 404)
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  try {
    return await page.answer({ query: searchParams, signal: gone.signal })
  } catch (error) {
    return textAnswer(`${error instanceof Error ? error.message : error}\n`, 500)
  }
}
