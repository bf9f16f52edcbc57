import { createHttpServer, HttpError, Router } from '@tailspan/http'
import type { Runner } from '@tailspan/local/start'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { Notices } from '../state/notices.ts'
import type { State } from '../state/state.ts'
import type { Action } from './action.ts'
import { answerAction } from './answer-action.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

const action: Action<{ words: string }> = {
  path: '/actions/say',
  input: z.strictObject({ words: z.string() }),
  async run(_, { words }) {
    if (words === 'no') throw new HttpError('not-now', 'conflict', 'not now')
    return words === 'go' ? { told: '', goTo: '/traces/1' } : { told: words }
  },
}

async function serve(runner: Partial<Runner> = {}) {
  const state = { runner, notices: new Notices() } as unknown as State
  const routes = new Router().post(action.path, (ctx) =>
    answerAction(ctx, { action: action as Action, state }),
  )
  const { actor, port } = createHttpServer({ port: 0, routes, log })
  await actor.start?.(new AbortController().signal)
  onTestFinished(async () => void (await actor.stop?.(AbortSignal.timeout(1_000), 0)))
  const url = `http://127.0.0.1:${port()}`
  const send = (body: string, headers: Record<string, string>) =>
    fetch(url + action.path, { method: 'POST', headers, body, redirect: 'manual' })
  return {
    url,
    state,
    post: (body: object) => send(JSON.stringify(body), { 'content-type': 'application/json' }),
    /** As a browser without a script sends it, with the words of the page that it is led to. */
    async submit(words: string, referer = `${url}/faults?x=1&notice=old`) {
      const type = { 'content-type': 'application/x-www-form-urlencoded', referer }
      const answer = await send(new URLSearchParams({ words }).toString(), type)
      const target = new URL(answer.headers.get('location') ?? '')
      const told = state.notices.take(target.searchParams.get('notice'))
      target.searchParams.delete('notice')
      return { status: answer.status, to: target.href.replace(url, ''), told }
    },
  }
}

test('a form is led back to its page, which says once what came of it', async () => {
  const { submit, state } = await serve()

  expect(await submit('done')).toEqual({ status: 303, to: '/faults?x=1', told: 'done' })
  expect(state.notices.take('old')).toBe('')
})

test('a form is led on where the action leads, and told on its page why it was refused', async () => {
  const { submit } = await serve()

  expect(await submit('go')).toEqual({ status: 303, to: '/traces/1', told: '' })
  expect(await submit('no')).toMatchObject({ to: '/faults?x=1', told: 'Refused: not now' })
})

test.each(['', 'no address', 'http://evil.example/faults', 'http://127.0.0.1:1/faults'])(
  'a form that comes from nowhere of ours leads to the first page: %j',
  async (referer) => {
    const { submit } = await serve()

    expect(await submit('done', referer)).toMatchObject({ to: '/', told: 'done' })
  },
)

test('no path of ours leads to another host', async () => {
  const { submit, url } = await serve()

  expect(await submit('done', `${url}//evil.example/`)).toMatchObject({ to: '//evil.example/' })
})

test('where nothing may be done every action is refused with the reason, before it is looked at', async () => {
  const { post, submit } = await serve({ readOnly: 'it only shows' })

  const answer = await post({ nonsense: true })

  expect(answer.status).toBe(409)
  expect(await answer.json()).toMatchObject({ code: 'read-only', detail: 'it only shows' })
  expect(await submit('done')).toMatchObject({ status: 303, told: 'Refused: it only shows' })
})
