import { type Context, HttpError, Router } from '@tailspan/http'
import { html } from '../html/html.ts'
import type { State } from '../state/state.ts'
import type { Action } from './action.ts'
import { answerAction, noticeParameter } from './answer-action.ts'
import { createAssets } from './assets.ts'
import { streamChanges } from './event-stream.ts'
import { createGuard } from './guard.ts'
import { inlineScripts } from './inline-scripts.ts'
import type { Address, Page } from './page.ts'
import { renderNothing } from './render-nothing.ts'
import { renderPage } from './render-page.ts'

type Needs = {
  readonly state: State
  readonly port: number
  readonly pages: readonly Page[]
  readonly actions: readonly Action[]
}

/** All addresses of the console: pages as HTML or as data, actions, one event stream, what pages load. */
export function createRoutes({ state, port, pages, actions }: Needs): Router {
  const routes = new Router()
  const readAsset = createAssets()
  routes.use(createGuard({ port, scripts: Object.values(inlineScripts) }))
  for (const page of pages) routes.get(page.path, (ctx) => answerPage(ctx, { page, pages, state }))
  for (const action of actions)
    routes.post(action.path, (ctx) => answerAction(ctx, { action, state }))
  routes.get('/events', (ctx) => streamChanges(ctx, state.changes))
  routes.get('/assets/*path', async (ctx) => {
    const asset = await readAsset(String(ctx.params.path))
    if (!asset) throw nothingHere()
    ctx.set({ 'content-type': asset.type, etag: asset.etag, 'cache-control': 'no-cache' })
    if (ctx.fresh) ctx.status = 304
    else ctx.body = asset.body
  })
  routes.get('/*path', (ctx) => answerNothing(ctx, { pages, state }))
  return routes
}

type Asked = { readonly page: Page; readonly pages: readonly Page[]; readonly state: State }

/** The same address gives a reader the page, and the page its data. */
async function answerPage(ctx: Context, { page, pages, state }: Asked): Promise<void> {
  const query = new URLSearchParams(ctx.querystring)
  const address: Address = { params: ctx.params, query, isOpened: isOpened(ctx) }
  const loaded = await page.load(state, address)
  if (!loaded) return answerNothing(ctx, { pages, state })
  ctx.set('vary', 'accept')
  if (!address.isOpened) {
    ctx.body = loaded
    return
  }
  const content = page.view(html, loaded.data, { folded: new Set() })
  ctx.type = 'html'
  const notice = state.notices.take(query.get(noticeParameter))
  ctx.body = renderPage({ pages, page, loaded, content, notice, readOnly: state.runner.readOnly })
}

function answerNothing(ctx: Context, { pages, state }: Omit<Asked, 'page'>): void {
  if (!isOpened(ctx)) throw nothingHere()
  ctx.status = 404
  ctx.type = 'html'
  ctx.body = renderNothing(pages, state.runner.readOnly)
}

/** By a reader; what the page's own script asks for is data. */
function isOpened(ctx: Context): boolean {
  return ctx.accepts('html', 'json') !== 'json'
}

function nothingHere(): HttpError {
  return new HttpError('nothing-here', 'not-found', 'the console has nothing at this address')
}
