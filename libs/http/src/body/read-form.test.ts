import { expect, test } from 'vitest'
import { z } from 'zod'
import { serve } from '../../test/serve.ts'
import { Router, readForm } from '../index.ts'

const schema = z.strictObject({ name: z.string(), count: z.coerce.number().int().optional() })

const routes = () =>
  new Router().post('/', async (ctx) => {
    ctx.body = await readForm(ctx, schema)
  })

async function post(url: string, body: string, type = 'application/x-www-form-urlencoded') {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })
  return {
    status: answer.status,
    accept: answer.headers.get('accept'),
    ...((await answer.json()) as object),
  }
}

test('the fields of a form come out as their schema says', async () => {
  await using server = await serve(routes())

  const answer = await post(server.url, 'name=gr%C3%BCner+Tee&count=2')

  expect(answer).toMatchObject({ status: 200, name: 'grüner Tee', count: 2 })
})

test.each([
  ['a field that nobody knows', 'name=tea&admin=yes'],
  ['one that is missing', 'count=2'],
  ['one that is not of its kind', 'name=tea&count=two'],
  ['a prototype', 'name=tea&__proto__=x'],
  ['nothing', ''],
])('a form is refused: %s', async (_, body) => {
  await using server = await serve(routes())

  expect(await post(server.url, body)).toMatchObject({ status: 400, code: 'invalid-request' })
})

test.each([
  'application/json',
  'application/x-www-form-urlencoded; charset=latin1',
  'multipart/form-data; boundary=x',
  'text/plain',
])('another media type is refused, with the one that would be taken: %s', async (type) => {
  await using server = await serve(routes())

  expect(await post(server.url, 'name=tea', type)).toMatchObject({
    status: 415,
    accept: 'application/x-www-form-urlencoded',
  })
})
