import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, type Page, problemAnswer } from './answer.ts'
import { refusalOf } from './refusal.ts'

/** Nothing of this is meant to be kept, guessed at, or shown inside another page. */
const always = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

const nowhere = new URL('http://localhost/')

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
  // `//` is a target that HTTP allows and no URL.
  const { pathname, searchParams } = URL.parse(req.url ?? '/', 'http://localhost') ?? nowhere
  const page = pages.get(pathname)
  if (!page) return problemAnswer(404, 'There is no such page; see /debug/pprof/')
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  try {
    return await page.answer({
      query: searchParams,
      isHead: req.method === 'HEAD',
      signal: gone.signal,
    })
  } catch (error) {
    return problemAnswer(500, error instanceof Error ? error.message : String(error))
  }
}
