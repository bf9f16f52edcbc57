import { type Context, HttpError, readBody, readForm } from '@tailspan/http'
import type { State } from '../state/state.ts'
import type { Action, Outcome } from './action.ts'

/** Names the words that the page says which a form has led to. */
export const noticeParameter = 'notice'

type Asked = { readonly action: Action; readonly state: State }

/**
 * Does what a button asks for: the script of a page gets what came of it, a form that a browser sends by itself is led
 * back to its page, which says it.
 *
 * errors: read-only, where nothing may be done; those of the action, which a form is told on its page
 */
export async function answerAction(ctx: Context, asked: Asked): Promise<void> {
  if (!isForm(ctx)) {
    ctx.body = await perform(ctx, asked)
    return
  }
  const { told, goTo = cameFrom(ctx) } = await perform(ctx, asked).catch(toRefusal)
  // Whole, so that no path can lead to another host.
  const target = new URL(`http://${ctx.host}${goTo}`)
  if (told) target.searchParams.set(noticeParameter, asked.state.notices.put(told))
  ctx.status = 303
  ctx.set('location', target.href)
  ctx.body = ''
}

async function perform(ctx: Context, { action, state }: Asked): Promise<Outcome> {
  const { readOnly } = state.runner
  if (readOnly) throw new HttpError('read-only', 'conflict', readOnly)
  return action.run(state, await (isForm(ctx) ? readForm : readBody)(ctx, action.input))
}

function isForm(ctx: Context): boolean {
  return ctx.get('content-type').startsWith('application/x-www-form-urlencoded')
}

/** What nobody declared is the server's to answer: its text may be shown to nobody. */
function toRefusal(error: Error & { readonly kind?: string }): Outcome {
  if (!error.kind || error.kind === 'internal') throw error
  return { told: `Refused: ${error.message}` }
}

/** The page of the form, which browsers name to our own pages only: the policy of the pages says so. */
function cameFrom(ctx: Context): string {
  const from = URL.parse(ctx.get('referer'))
  if (from?.host !== ctx.host) return '/'
  from.searchParams.delete(noticeParameter)
  return from.pathname + from.search
}
